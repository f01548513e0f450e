package readme_test

import (
	"os"
	"path"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/futurelint/futurelint"
	"github.com/futurelint/futurelint/internal/readme"
)

func TestUpToDate(t *testing.T) {
	old, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	text, err := readme.Update(old, futurelint.Checks())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(text), string(old)); diff != "" {
		t.Errorf("README.md is stale, run go generate ./internal/readme (-want +got):\n%s", diff)
	}
}

// TestPages also sees to it that there is a page behind every link.
func TestPages(t *testing.T) {
	for _, c := range futurelint.Checks() {
		old, err := os.ReadFile(filepath.Join("..", "..", "docs", path.Base(c.URL())))
		if err != nil {
			t.Error(err)
			continue
		}
		if diff := cmp.Diff(string(readme.Page(c)), string(old)); diff != "" {
			t.Errorf("the page of %s is stale, run go generate ./internal/readme (-want +got):\n%s", c.Name, diff)
		}
	}
}

func TestNoPlace(t *testing.T) {
	if text, err := readme.Update([]byte("# nothing\n"), futurelint.Checks()); err == nil {
		t.Errorf("Update of a README without a place for the table: %q, want an error", text)
	}
}
