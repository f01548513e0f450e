// Package ctxthread defines an analyzer that reports work which a group runs and
// which the end of the group's context does not reach.
//
// Terms are those of package model. A task bypasses its group if it waits with a
// context that has the root of the group's parent and does not lead through the
// group: the first error of the group does not end it.
//
// # What is reported
//
// Once for each body of a spawn, at the first use of such a context, with the
// others as related places. Where the context is derived inside the body, at the
// place where the wrong one enters. Where it comes to the body as a parameter of
// a function that starts the task in a group of its caller, or makes the task,
// at the call that passes it: that is where the mistake is made, and the
// function is right for other callers.
//
// A producer is whoever feeds the workers of a group from outside of the group.
// It is reported if it waits for them (in a send, or for room in a semaphore
// that they release) and nothing that the group's end frees stands beside the
// wait, and likewise a return that leaves workers waiting on a channel which
// only later code closes.
//
// # What is narrowed away
//
// The naive rule, a context from outside of the body that is not the derived
// one, is right about half of the time. These made the difference:
//
//   - uses that do not wait: logs, traces, values, polls;
//   - contexts with another root, or detached: Background, WithoutCancel, a
//     request's own;
//   - contexts with an end of their own that the function chose, such as a
//     WithCancel around the group; a deadline is no such end;
//   - a second name for the parent (parentCtx := ctx), which says that it is
//     meant;
//   - deferred and clean-up calls, which must work after a failure;
//   - uses that may come when the task knows that the group is over, by the
//     derived context or by an error of what was given it, or that it will
//     itself fail; those of a task that asks first whether the group is over, to
//     finish what it then begins; and calls that are given both contexts;
//   - parents that the tasks themselves end, and waits beside which stands a
//     channel that a sibling closes however it ends;
//   - goroutines that a task leaves behind, and functions that it keeps or
//     registers for later: Wait does not wait for them;
//   - calls that return a live handle (with Recv, Next, Read or Close, or called
//     after what goes on, such as a stream; a channel; a value of a type
//     parameter) which leaves the body: its context must live as long as the
//     handle;
//   - groups in which nothing beside the task can fail, where parent and derived
//     context are the same in effect;
//   - groups whose errors cancel nothing: conc's pools without
//     WithCancelOnError.
//
// Where a context can be one of several, or the group is not known for certain,
// the check is silent.
package ctxthread
