package model_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/futurelint/futurelint/internal/model"
)

// TestFacts compares the facts about functions with what the comments beside
// them want.
func TestFacts(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), model.Analyzer, "near", "far")
}
