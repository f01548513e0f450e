// Package panicrecover defines an analyzer that reports panics which get past a
// recover, and recovers that strand or mislead whoever waits.
//
// A guard is a function that stops a panic when it is deferred: it calls recover
// itself, and neither panics again nor ends the process. A boundary is where a
// panic stops: a function that has deferred a guard, or one that is run by a
// function which has; the model finds both across packages. A hazard is something
// in a task that may panic for a reason that is not in sight: a call of other
// people's code, of a function value, of a method of an interface; an unchecked
// assertion, an index that is not measured. A spawn is bare if its task is not
// guarded and its spawner does not recover for it.
//
// # What is reported
//
// Once for each bare spawn, as the first of: timeout-wrapper and unsafe-future,
// where the task runs what the caller gave; escapes, where the spawn stands under
// a boundary; and, in the strict tier, handler, caller-func and bypass. The
// policy require speaks of all bare spawns, whatever else is said of them.
//
// For each function with a guard: what it does for others on its normal path only
// (unsettled); the success that it makes of a panic (lost); the loop that ends
// with it (retired). A recover that recovers nothing is reported by itself
// (ineffective): each form was run before it was claimed.
//
// # What is narrowed away
//
// A go statement without a recover is right nearly always: a crash is the answer
// to a bug. What makes the difference:
//
//   - only tasks with a hazard count. What waits, closes, sends, logs, counts,
//     serves or ends something does not, nor does the standard library; an
//     explicit panic is meant;
//   - a guard that panics again, in itself or in what it hands the value to, is
//     none (HandleCrash of Kubernetes), and no more is one beside which something
//     else that is deferred panics (singleflight); one that does so for some
//     values counts neither as a guard nor as none;
//   - a server's recover is no boundary in the default tier: what handlers start
//     is reported as handler, in the strict one;
//   - spawners that recover are seen by their facts, those of x/sync among them:
//     errgroup's releases v0.14 and v0.15 did;
//   - a function of the caller counts as his own code if it is a function value,
//     or a method that is named after running something: a connection, a reader
//     or a client is a thing to use. One that is handed a channel goes on until it
//     is told, and is no future. One that is kept in a field was given to somebody
//     else;
//   - caller-func speaks where the function waits for what it starts, so that its
//     caller may think that it was covered. What a spawner starts, it was asked
//     to;
//   - unsettled wants a waiter who has no other way out, and nobody else who does
//     what was skipped; a lock counts where a function value or a method of an
//     interface is called under it;
//   - timeout-wrapper wants to see the recover that is left out: the function serves
//     a request, or is called, in this package, by one that recovers. A wrapper of
//     which that is not seen is caller-func's;
//   - lost wants a guard that does nothing with the value but log it. One that is
//     handed something, such as the address of the error, reports to it. A
//     function that returns nil where it has an error, and nowhere an error that
//     it has seen, means its success to say nothing;
//   - tasks that are put off (AfterFunc) do not take the place of a call.
package panicrecover
