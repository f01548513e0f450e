package rejectnil

import (
	"honnef.co/go/tools/analysis/lint"

	"github.com/futurelint/futurelint/internal/check"
)

// Check is rejectnil with its sub-checks.
var Check = &check.Check{
	Name: "rejectnil",
	Doc: &lint.RawDocumentation{
		Title: "A future is rejected without an error",
		Text: `A rejection whose error is nil is a success to the one who awaits it, with a
zero value in hand. Package future panics instead; other libraries do not.`,
		Since: "0.1.0",
	},
	Subs:    []*check.Sub{nilError, typedNil, wrappedNil, dropped},
	InTests: true,
}

var nilError = &check.Sub{Name: "nil", Doc: &lint.RawDocumentation{
	Title: "rejection with an error that is nil on this path",
	Text: `The error is the literal nil, the variable is known to be nil where the
rejection stands, or all that \'errors.Join\' is given is nil. In test files a
nil that is written out is left alone: they look at what comes of it.`,
	Before: `if err == nil && len(rows) == 0 {
	f.Reject(err)
}`,
	After: `if err == nil && len(rows) == 0 {
	f.Reject(ErrNotFound)
}`,
	Since: "0.1.0",
}}

var typedNil = &check.Sub{Name: "typed-nil", Doc: &lint.RawDocumentation{
	Title: "rejection with a nil pointer in a non-nil error",
	Text: `The error interface holds a typed nil pointer: it compares unequal to nil, so
the awaiter sees a failure, and calling its methods may panic.`,
	Before: `var perr *ParseError
f.Reject(perr)`,
	After: `f.Reject(&ParseError{Line: n})`,
	Since: "0.1.0",
}}

var wrappedNil = &check.Sub{Name: "wrapped-nil", Doc: &lint.RawDocumentation{
	Title: "rejection with an error that wraps nil",
	Text: `\'fmt.Errorf("...: %w", err)\' with a nil err makes an error that reads
\'%!w(<nil>)\': the awaiter fails without a cause.`,
	Before: `if !ok {
	f.Reject(fmt.Errorf("lookup: %w", err)) // err is nil here
}`,
	After: `if !ok {
	f.Reject(fmt.Errorf("lookup: %w", ErrNotFound))
}`,
	Since: "0.1.0",
}}

var dropped = &check.Sub{Name: "dropped", Doc: &lint.RawDocumentation{
	Title: "a task drops the error it has just tested and returns nil",
	Text: `Inside \'if err != nil\' the task of a group or future returns a nil error and
nothing else looks at err: whoever waits sees success. A comment at the return
says that it is meant.`,
	Before: `g.Go(func() error {
	if err := load(); err != nil {
		return nil
	}
	return save()
})`,
	After: `g.Go(func() error {
	if err := load(); err != nil {
		return err
	}
	return save()
})`,
	Since:      "0.1.0",
	NonDefault: true,
}}
