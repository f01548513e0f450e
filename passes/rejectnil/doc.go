// Package rejectnil defines an analyzer that reports futures which are failed
// without an error.
//
// # Terms
//
// A rejection is a call that settles a future with an error and with nothing
// else. What takes a value and an error, such as Settle(v, err), is none: there
// nil says that the value is good. Of the reference runtime's Settle it is known
// that it fails with any other error, a typed nil and a wrapped nil among them.
// Rejections are the write ends that the
// vocabulary knows, those that a library hands to the function which is to
// settle (resolve, reject), and those of the house.
//
// A rejection of the house is a function that has both the name and the
// behaviour of one. The name (reject, fail, setError, completeExceptionally and
// the like) says that nil is not its good end, which no behaviour can say. The
// behaviour is that of one of these:
//
//   - A method that keeps its error parameter in its receiver, or sends it on a
//     channel of it, does not look whether it is nil, and wakes those who wait:
//     it closes a channel that is a field, or sends on it, broadcasts a
//     condition, counts down a WaitGroup, or ends a context. It may do either
//     through other methods, function literals, embedded structs. Something
//     else in the package must wake by the same field: the good end. Where there
//     is none, fail(nil) may well be how the thing ends well. A Close or a Stop
//     is no good end.
//   - A function that returns such a promise with the error in it.
//   - A function that hands its error parameter to a rejection. If it always
//     does so before it returns, its name does not matter.
//   - A function that begins with a panic if its error is nil.
//   - A method of an interface if that of every type of the package behind it
//     is a rejection.
//
// An error is known to be nil at a rejection if it is nil on every way there:
// it is the constant or a variable that has not been written, a comparison that
// dominates the call has said so, it is the value of a comma-ok form whose ok is
// false, or a function that keeps nil made it of errors that are known to be nil.
// Such a function is one with a KeepsNil row, or one of the package that was
// read under the assumption that its parameter is nil. A variable is followed
// into function literals as long as all that write to it are seen, and none of
// them may run in between.
//
// A typed nil is a nil pointer in an error that is not nil. A wrapped nil is a
// nil error that fmt.Errorf was given for a %w.
//
// A dropped error is one that a task has tested, and found, and that nothing but
// the test looks at, where the task then returns nil. A task is what runs in a
// goroutine, or is run for callers who wait for it, as by ForEach and Flight.
//
// # What was narrowed away
//
// An error that may be nil is not reported, be it nil on most ways: whether they
// are ever taken is not ours to say, and the merge at the end of a function that
// rejects with whatever it has is good code. The same goes for errors in fields
// once anything that might write has run, and for those whose address is passed
// on.
//
// A function of the package that returns nil whatever it is given does not make
// its result a known nil: it may be a stub that does more on another platform.
//
// Only a promise of the house that looks at its error takes care of itself. One
// that is mended by its reader, who finds the promise failed without an error
// and puts one in place, is not told apart; none was seen.
//
// Names in WithError are no rejections by themselves: CloseWithError(nil) is
// Close. Nor is cancel(nil), whose cause is context.Canceled.
//
// An error type whose Error method does not look at its receiver is not reported
// for being a nil pointer, which is a way to make a sentinel. A nil error printed
// with %v is what its author asked for.
//
// A name such as setError is the weakest: setError(nil), written so, is how some
// types end well, or start anew. It is not reported, nor are functions of that
// name that only hand their error on. fail(nil) is reported.
//
// The channel, and the error, must be the promise's own: what a session does to
// the queue that it points to is not its end.
//
// A test file in which nil is written out looks at what the promise makes of it;
// this is reported with -rejectnil.tests=all only. A test in which the reference runtime's panic is recovered, or expected by a
// function named after panics, tests that panic.
//
// dropped is in the strict tier: best-effort work is good code, and only its
// author knows. It is silent where an error says that something is over or not
// there (the end of a stream or of a context, Stat), where anything at all is
// done before the return, where other results carry an answer, and where a
// comment stands at the return: someone meant it. A task that a wrapper stands
// around is not judged.
package rejectnil
