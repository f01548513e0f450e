// Package unbounded defines an analyzer that reports fan-outs whose width is
// decided by data and by nothing else.
//
// Terms are those of package model, and these. A fan-out is a spawn that is done
// once for each of something: in a loop, in what a callback is called for, in a
// range over a function, or by tasks that start tasks. Its width is the number of
// its tasks that run at the same time. The extent of what it goes through is
// fixed if the code decides it: by a literal, a constant, a count of workers, a
// cut to a cap, or a test of the length. It is sized if it is known to be data:
// the elements come from a listing, a query, a walk, a scan, from what was
// decoded or received in a request, or what they are called is a noun for things
// of which users have as many as they like; and no name on their way is a noun of
// topology, for things of which an installation or a program has a few. The nouns
// and the names of sources stand in vocab/data.go, with reasons.
//
// # What is reported
//
// A fan-out whose extent is not fixed, once for each place from which it is
// started: at the spawn, or, where the spawn stands in a function that is called
// in a loop, at the call, and where the group is a parameter, at the call that
// hands it over. The maker of a group knows its limit, and nobody else: functions
// of other packages that fan out into a group of their caller say so in a fact.
//
// By default if it is sized. A semaphore that is given back before the task has
// run is reported however few elements there are: somebody thought that it bounds
// them, and it does not.
//
// # What bounds a fan-out
//
// A limit of its group or pool, wherever in the package it is set, if it is not
// negative; also one that the house's maker of groups sets, by a fact. In the
// loop, before the spawn, whatever makes it wait for room: a send, a token that
// the task puts back, Acquire, a call of a function of the package that does so,
// or of one of another package that is named for it. A test on the way to the
// spawn: room that is tried in a select statement with a default case, a count of
// running tasks that goes up and down, a variable that says that one runs and that
// the spawn sets. A wait for the tasks, in this round or now and then. A spawn
// behind which the function returns.
//
// # What is narrowed away
//
// The naive rule, any spawn in a loop over data, is right about once in eleven
// times: most of what code goes through is small. Beside extents without a size,
// which are in the strict tier, these are left to it:
//
//   - tasks that last as long as what they look after: those with a loop without
//     an end, that wait for an event, or that follow, attach, watch or serve. A
//     limit would keep the others from being looked after at all;
//   - tasks that race: the spawner returns the first result that one of them
//     sends. They are a few alternatives, and a limit would make them take turns;
//   - what is only called by a vague noun, such as items, or by the IDs of things
//     of which the nouns say nothing. The IDs that a map is keyed by say nothing
//     either: those of a few things are kept so as well;
//   - calls, for each element, of a function that starts a task but is told
//     nothing of the element: it speaks of a step that is taken now and then;
//   - tasks that close what is open: somebody could have it all open;
//   - loops that wait between spawns for time to pass: they bound the rate, and
//     with it the width of tasks that do not take long;
//   - loops without a condition that receive, among other things, something to do:
//     the requests of an actor come one at a time as a rule.
//
// And these are not reported at all: groups and pools that are not all known, or
// of a type whose Go is not seen to start the task at once; spawns in functions
// that return a handle on the task, or wait for it; ticks and signals; slices of
// functions, which somebody has written down; timers and servers' handlers.
//
// A loop under a limit is deaf only if its tasks do something before they look at
// the context of the group or hand it on: those that do not, and are started in
// vain, end at once.
//
// A limit is offered as a fix only where it can do no harm: not where a task
// starts tasks of the group, waits for one, or for the spawner, or takes a lock
// that the spawner may hold while it waits for a turn. All tasks of such groups
// stop dead when a limit is set.
package unbounded
