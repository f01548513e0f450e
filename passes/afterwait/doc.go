// Package afterwait defines an analyzer that finds contexts which are used when
// they have certainly been cancelled.
//
// # Terms
//
// An end is a call after which a context is cancelled whatever else happens: the
// Wait of a group that cancels the group's context even on success, or a call of
// the context's own cancel function. Which Waits do so is a trait in the
// vocabulary (pond's second version does not), and a fact about groups of the
// house: their Wait always calls one that does, and the function that makes them
// hands out the context that it ends. By shape alone nothing is said about a
// Wait. A function that has waited for its parameter, or for a field of it,
// whenever it returns, is an end for its caller.
//
// A context is dead at a use if it was derived at the end's origin (the call of
// WithContext, WithCancel and so on) in every way in which it can have come
// about, or derived from such a context by something that does not detach it;
// and every path of the function from the origin to the use leads through an
// end. That is dominance, but for two waits in two branches. Where the origin is
// in another function, every path from the beginning must lead through an end.
//
// A use is late in the later rounds of a loop if every path from one round's use
// to the next leads through an end and no new context takes its place; or if the
// loop's own origin overwrites the variable, so that each round derives its
// context from the dead one of the round before.
//
// Groups and contexts in unexported fields are followed if all stores to them
// are seen. The two must be fields of the same struct. A struct may be given a
// new group and context; if anything between end and use may call the function
// that makes them, nothing is reported, unless that function makes a new struct.
//
// A use may stand in a function of the package that is called behind the end, or
// in a literal that was made in front of it. It must then be on the usual way
// through that function: not in a branch, because there the function may ask
// whether it is too late.
//
// # What was narrowed away
//
//   - What only logs, reads values, asks for the state, ignores its parameter or
//     makes a context that does not end with its parent is no use of a context.
//     Functions of other packages that return a context are taken to derive it,
//     unless their name says otherwise.
//   - A context that is dead on some path only, because it was overwritten and
//     waited for in a branch: the condition may come again in front of the use.
//   - Deferred waits are no ends. Calls deferred in front of an end are uses only
//     if every return that does not report a failure comes behind the end, and
//     not in a branch of a deferred literal, which may ask for the failure.
//   - A wait in another goroutine, whose end is then received from a channel.
//   - The cancel function in a field: methods that stop things call it first and
//     hand the dead context to the rest on purpose too often.
//   - Behind a cancel: waiting for Done, which is how one waits for the end to be
//     noticed; functions that clean up; and contexts that served no purpose
//     before, which are dead on purpose.
//   - Tasks of a pool that hands out its context (conc's): the pool itself cannot
//     be used again, and panics.
//   - Exported fields, embedded groups among them: others may store to them.
//
// kept says more than the package shows, since the use behind the end is up to
// the callers: it goes by the method's name, and is strict for that reason. A
// method called Wait or Close is the last one to be called on most types.
package afterwait
