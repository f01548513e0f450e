// Package ignore defines an analyzer that reports comments which are to suppress
// findings and do not: because there are none, or because of how they are
// written.
//
// # Terms
//
// Directives, their names and their scopes are those of package suppress. A name
// is used if it has suppressed a finding, alone or together with others. It is
// ours if it stands for checks of this suite: in //futurelint:ignore every name
// must be, in //nolint it is futurelint, and in //lint:ignore it is futurelint, or
// what stands in front of its slash, if any, is one of our checks.
//
// A name is judged if every sub-check of the default tier that it stands for has
// spoken: it is switched on, and reports in files of this kind. A name that stands
// for sub-checks of the strict tier only is judged if these have. So nothing is
// said of names that a narrower selection does not reach, as -checks orphan/ticker
// does not reach orphan, and a name that serves a strict run is called unused by a
// default run only if it stands for sub-checks of that run as well.
//
// # Design
//
// The analyzer requires all others, so that it runs when their marks are there,
// and wherever it runs they do. A driver that is told to leave a check out says so
// by [Without]. One that cannot, such as a multichecker, gives the check its time
// and drops its findings; a directive for it then counts as usual.
//
// It looks at one package in one build. A directive that is of use with other
// build tags, or for another operating system, is reported like any other that is
// not: as with staticcheck, a //lint:file-ignore or //nolint is the way out.
//
// # What was narrowed away
//
// A bare //nolint and //nolint:all are for all linters, * in //lint:ignore is for
// all tools: they suppress, and are not judged. Nor is what stands in generated
// files.
//
// Nothing suppresses the findings of this check: a directive that does is the next
// one that nobody needs. -ignore=false switches it off.
//
// The fix removes what suppresses nothing, with its line if there is nothing else
// on it. It is right as it stands because a comment does nothing. A directive that
// is written wrong is not fixed: what was meant may be another name, and a reason
// is for people to give.
package ignore
