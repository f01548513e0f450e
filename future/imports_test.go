package future_test

import (
	"os/exec"
	"strings"
	"testing"
)

// TestImports keeps what a program gets with this package to the standard
// library and golang.org/x/sync. What speaks to OpenTelemetry and Prometheus
// stands in packages of its own.
func TestImports(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", ".").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	own := false
	for path := range strings.FieldsSeq(string(out)) {
		switch {
		case path == "github.com/futurelint/futurelint/future":
			own = true
		case strings.HasPrefix(path, "github.com/futurelint/futurelint/future/internal/"):
		case strings.HasPrefix(path, "golang.org/x/sync/"):
		default:
			t.Errorf("imports %s", path)
		}
	}
	if !own {
		t.Errorf("go list does not know the package:\n%s", out)
	}
}
