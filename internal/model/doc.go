// Package model is what the checks know about a package: one analyzer computes
// it, every check asks it. What two checks need to know is found out here, once,
// and what other packages need to know is exported as a fact, [FuturelintFunc],
// by this analyzer and no other.
//
// # Terms
//
// A spawn is a place where work is started in another goroutine: a go statement,
// a call of a group's Go, of a spawner that the vocabulary knows, or of a
// function that passes its function parameter on to one of these. The work is
// the spawn's task; the functions that it may be are the spawn's bodies. A
// function that waits for what it spawns is no spawner for its caller.
//
// A group is where tasks are counted in: errgroup.Group and whatever else has a
// method Go that takes a function, and a method Wait. A group with a context has
// a parent, the context that it was made from, and a derived context, which ends
// at the first error and, as a rule, when Wait returns. Groups are known by
// shape, so that those of a house need no list.
//
// The root of a context is where it comes from as far as the package can see: a
// parameter, a call, a field of something, a variable. A path is one way in
// which a context came about: its roots, for the beginning may have a nearer
// name and a farther one, and what it was derived through. Two contexts with a
// common root end together, unless one of them was given an end of its own on
// the way. A context bypasses a group if it has the root of the group's parent
// and does not lead through the group.
//
// A use of a context is a wait for its Done, or a call that is given it and may
// wait for it or keep it. Whoever only reads its values, logs with it, polls it
// or ignores it is quiet, and that is no use.
//
// A join is a wait until the tasks of a group have ended. An end is a join, or
// the call of a cancel function, after which a context is dead.
//
// The partners of a channel operation are the operations on the other side:
// for a send the receives. A channel is leaked if some of its partners may stand
// where the package cannot see them.
//
// A sender is a goroutine that sends to a channel with nothing beside the send that
// would let it go on. A frame is a function that runs, with the call by which it
// does: what its parameters are is known by the call. A way is a path through the
// function that makes a channel, into what it calls and out to its callers; the
// state of a way is what each sender may still owe there. An abandonment is a way
// that ends with more owed than the channel holds.
//
// A guard is a deferred function that recovers, a boundary the function that defers
// it, with all that it runs in its own goroutine. A hazard is what may panic.
//
// A channel is fed if a goroutine sends one value after the other to it and goes
// on only when they are received. The function that starts the goroutine and
// returns the channel is its feeder, and whoever receives its consumer.
//
// A rejection is a call that fails a future with an error.
//
// The rounds of a loop are what decides how often it goes round; a callback that
// is called for each of many, a range over a function and a task that starts
// tasks are loops too. The extent of what a loop goes through is what is known of
// the number of its elements. A fan-out is a spawn that is done once a round, with
// nothing before it that waits for room, in a group that has no limit.
//
// # What it costs
//
// The analyzer runs on every dependency outside of the standard library, most of
// which have nothing to say. For them it reads syntax and types only: summaries
// that packages without goroutines have, such as which functions are quiet, are
// found without SSA. SSA is built when a gate says that it is needed, for a
// summary or for a check's question.
//
// # What is assumed
//
// Where there is no fact, a function may wait for the contexts that it is given,
// and does not start tasks. A channel or a group that reaches code which is not
// seen is not reasoned about. Parameters of functions that are exported, used as
// values, or called through an interface are roots, because not all of their
// callers are known.
package model
