package afterwait_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/futurelint/futurelint/passes/afterwait"
)

func TestExhibits(t *testing.T) {
	// kept is in the strict tier.
	if err := afterwait.Analyzer.Flags.Set("kept", "true"); err != nil {
		t.Fatal(err)
	}
	analysistest.RunWithSuggestedFixes(t, "../../testdata", afterwait.Analyzer, "./afterwait")
}
