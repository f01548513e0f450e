package rejectnil_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/futurelint/futurelint/passes/rejectnil"
)

func TestExhibits(t *testing.T) {
	for _, sub := range rejectnil.Check.Subs {
		if err := rejectnil.Analyzer.Flags.Set(sub.Name, "true"); err != nil {
			t.Fatal(err)
		}
	}
	analysistest.Run(t, "../../testdata", rejectnil.Analyzer, "./rejectnil")
}
