package ignore

import (
	"honnef.co/go/tools/analysis/lint"

	"github.com/futurelint/futurelint/internal/check"
)

// Check is ignore with its sub-checks.
var Check = &check.Check{
	Name: "ignore",
	Doc: &lint.RawDocumentation{
		Title: "A comment is to suppress a finding and does not",
		Text: `\'//nolint:futurelint\', \'//lint:ignore\' and \'//futurelint:ignore\' suppress
findings where they stand. One that has nothing to suppress is not harmless: it
hides what comes to stand there. What other tools are told is left to them.`,
		Since: "0.1.0",
	},
	Subs:           []*check.Sub{unused, malformed},
	InTests:        true,
	Insuppressible: true,
}

var unused = &check.Sub{Name: "unused", Doc: &lint.RawDocumentation{
	Title: "a directive that suppresses nothing",
	Text: `None of the findings that the comment names is in its scope: the line that it
stands behind, the statement or declaration right below it, the file. A name is
judged only if the checks that it stands for have run. A bare \'//nolint\' may be
meant for any linter, and is never judged.`,
	Before: `//futurelint:ignore orphan/ticker it stops with the process
for {
	select {
	case <-ticker.C:
		poll()
	case <-ctx.Done():
		return
	}
}`,
	After: `for {
	select {
	case <-ticker.C:
		poll()
	case <-ctx.Done():
		return
	}
}`,
	Since: "0.1.0",
}}

var malformed = &check.Sub{Name: "malformed", Doc: &lint.RawDocumentation{
	Title: "a directive that cannot be meant as it is written",
	Text: `\'//lint:ignore\' and \'//futurelint:ignore\' give names, separated by commas
without blanks, and then a reason: without one they suppress nothing. Behind
\'//futurelint:\' every word and every name must be known; of the names of
\'//lint:ignore\' only those of our own checks are looked at. What a directive says
of an API, such as \'//futurelint:spawns f\', must be true of what it stands on.`,
	Before: `//futurelint:ignore orfan/ticker
<-ticker.C`,
	After: `//futurelint:ignore orphan/ticker it stops with the process
<-ticker.C`,
	Since: "0.1.0",
}}
