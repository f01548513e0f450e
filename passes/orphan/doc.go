// Package orphan defines an analyzer that reports goroutines which can be left
// blocked, or running, for ever.
//
// # Terms
//
// The owner of a channel is the function that makes it. The partners of a send
// are the receives on the other side. A partner can leave if its function can
// return without the receive: it stands in a select that has another way to go,
// or behind a return.
//
// A send is bare if nothing beside it would let the goroutine go on: it stands
// alone, or in a select without another case. It is guarded if it stands beside
// the end of a context, a stop channel, a timer or a default.
//
// The room of a channel is its capacity. The budget of a way through the owner is
// what its goroutines may still send when the way ends: what they send at most,
// less what is received on the way. A way that ends with a budget that exceeds
// the room leaves a goroutine behind.
//
// A goroutine is triggered if it receives something each time before it sends: it
// owes one value for each that it was given. It watches if it looks anywhere
// whether it is to stop. It is joined if somebody waits until it has ended; what
// tells its end, such as a channel that it closes behind its last send, joins it
// as well.
//
// A loop is endless if nothing in it leads out. Whoever runs once in the life of a
// process has process scope: main, an initializer, a command. What he leaves
// behind lasts no longer than he should.
//
// # What is reported
//
// It is not asked whether somebody joins a goroutine: of those that nobody joins 3
// in 100 are lost, and most that are lost look joined. The question is whether all
// partners it can block on can leave.
//
// abandoned-send, half-guarded and deaf-producer are one rule, with three names
// for what the goroutine should have looked at: nothing, what it looks at
// elsewhere, the context that it has. There is one finding a goroutine, with all
// its sends. The ways through an owner are followed one by one, into the functions
// that it calls and out to the callers it returns the channel to, with the
// receives, joins and defer statements on the way, and with what the way has
// decided about flags and errors; a loop that counts what it receives receives
// all. Where the channel is handed to callers that are not known, a goroutine that
// owes a single value is reported, for a room of one costs nothing, and one that
// sends on and on only if it has something to watch.
//
// # What was narrowed away
//
// A channel in an interface, in an exported field, in a slice or map, or given to
// a function whose source is not at hand is left alone. So is one whose receivers
// stand outside of the owner's ways, unless every one of them can leave; and none
// of these has a loop that only discards, for that is there to let senders go.
//
// A channel with room for a hundred values or more is not asked what happens when
// receivers of a field leave: that much room takes what a goroutine still has to
// say.
//
// A way is not followed where the channel, or the signal that the goroutine gives,
// would have to be nil. A goroutine that leaves an error in a variable before it
// ends has ended when that is seen.
//
// A channel that test files make is theirs: what they leave behind ends with the
// test.
//
// # Goroutines whose end nobody sees to
//
// A wait group is unwaited if goroutines are counted in it and no Wait of it
// stands in the package, tests and files of other systems included. It is silent
// about one that is handed to code which is not seen: returned, put into an
// interface or a list, exported, or lent with an exported type that embeds it.
//
// A wait for a tick is reported where another goroutine stops the ticker, for that
// is when the wait goes on for ever; not if the waiter stops it itself, or somebody
// starts it again. With a way out of the loop it is reported only if the loop waits
// for nothing else, and whoever stops the ticker waits for nothing: otherwise the
// loop may have been left by then.
//
// What belongs to an HTTP handler is used too late by a goroutine that the handler
// does not wait for on some way out. A goroutine that tells its end to somebody
// else, that something stops, or whose handler has taken the connection over, is
// left alone, and so is the copy in the other direction of a proxy.
//
// Work that lasts as long as the process does is fine: whatever main, a command or
// a sync.Once of the package starts.
//
// The strict ones are narrowed as well. A watcher of a context is reported if it
// may outlast its purpose, not if its component lives by that context. A pause is
// reported if it takes a second or more, or nobody knows, and the goroutine has
// something that says when to stop. Background is reported only where it is given
// to the spawned call itself: on the way, tasks give it to what must be finished.
package orphan
