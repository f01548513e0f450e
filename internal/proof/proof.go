package proof

import (
	"context"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// A Program is an exhibit made ready to run: it has all that the exhibit needs
// but a context, and returns what the exhibit's caller gets to see.
type Program func(ctx context.Context) error

// A Symptom is one kind of misbehaviour and the way to see it.
type Symptom struct {
	name string
	look func(t *testing.T, p Program) sight
}

// String returns the symptom's name, such as "late cancel".
func (s Symptom) String() string { return s.name }

// A sight is what was to be seen of a program.
type sight struct {
	shown bool   // the symptom was there
	void  bool   // neither the symptom nor its absence was there
	what  string // in words: "Wait returned after 1h0m0s"
}

// FixedVar names the environment variable that lists, separated by spaces, the
// exhibits that have been fixed: they are to be healthy for once.
const FixedVar = "FUTURELINT_FIXED"

// The keys of the attributes by which a test tells what it has run and seen.
const (
	AttrExhibit = "exhibit" // "ctxthread.BadLiteral"
	AttrSymptom = "symptom" // "late cancel"
	AttrSeen    = "seen"    // "returned an error after 1h0m0s"
)

// Show runs exhibits, each in a subtest of its own. It fails those named Bad
// that do not show the symptom, and the others if they do. ready makes a program
// of an exhibit; the exhibits have to be declared functions or method
// expressions, because they are known by name.
func Show[F any](t *testing.T, s Symptom, ready func(F) Program, exhibits ...F) {
	t.Helper()
	for _, exhibit := range exhibits {
		id := identify(exhibit)
		t.Run(id[strings.LastIndexByte(id, '.')+1:], func(t *testing.T) {
			// What is to be seen is told first: looking may skip the test.
			t.Attr(AttrExhibit, id)
			t.Attr(AttrSymptom, s.name)
			seen := s.look(t, ready(exhibit))
			t.Attr(AttrSeen, strings.ReplaceAll(seen.what, "\n", "; "))
			switch bad := IsBad(id) && !fixed(id); {
			case seen.void:
				t.Errorf("no proof of %s, nor of its absence: %s", s, seen.what)
			case bad && !seen.shown:
				t.Errorf("does not show %s: %s", s, seen.what)
			case !bad && seen.shown:
				t.Errorf("shows %s: %s", s, seen.what)
			}
		})
	}
}

// Direct is the ready function of exhibits that are programs as they are.
func Direct(f func(context.Context) error) Program { return f }

// IsBad reports whether the exhibit called id promises to misbehave.
func IsBad(id string) bool { return strings.HasPrefix(id[strings.LastIndexByte(id, '.')+1:], "Bad") }

// IsGood reports whether the exhibit called id promises to behave.
func IsGood(id string) bool {
	return strings.HasPrefix(id[strings.LastIndexByte(id, '.')+1:], "Good")
}

func fixed(id string) bool { return slices.Contains(strings.Fields(os.Getenv(FixedVar)), id) }

// identify returns the name of a function as "package.Name" or
// "package.Type.Name".
func identify(f any) string {
	name := runtime.FuncForPC(reflect.ValueOf(f).Pointer()).Name()
	name = name[strings.LastIndexByte(name, '/')+1:]
	name = strings.TrimSuffix(name, "-fm")
	return strings.NewReplacer("(*", "", ")", "", "[...]", "").Replace(name)
}
