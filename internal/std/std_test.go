package std_test

import (
	"testing"

	"github.com/futurelint/futurelint/internal/std"
)

func TestContains(t *testing.T) {
	for path, want := range map[string]bool{
		"archive/tar":                      true,
		"net/http":                         true,
		"unsafe":                           true,
		"vendor/golang.org/x/net/idna":     true,
		"":                                 false,
		"golang.org/x/sync/errgroup":       false,
		"net/httpx":                        false,
		"github.com/futurelint/futurelint": false,
	} {
		if got := std.Contains(path); got != want {
			t.Errorf("Contains(%q) = %v, want %v", path, got, want)
		}
	}
}
