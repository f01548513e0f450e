package afterwait_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/futurelint/futurelint/passes/afterwait"
)

func TestExhibits(t *testing.T) {
	analysistest.RunWithSuggestedFixes(t, "../../testdata", afterwait.Analyzer, "./afterwait")
}
