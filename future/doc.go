// Package future provides write-once results of concurrent work: futures.
//
// A [Future] is settled once, with a value or an error, and read any number of
// times. [Go] starts work and returns the future of its result; [NewFuture]
// makes one that the caller settles.
//
// # Contract
//
//  1. A settled result is never lost: [Future.Await] returns it even if its
//     context is done by then.
//  2. Two contexts have two duties: the one given to Await bounds the wait, the
//     one given to Go bounds the work. Who gives up waiting takes nothing from
//     those who go on.
//  3. Work that panics fails with a [*PanicError], which has the value and the
//     stack.
//  4. Work that ends its goroutine with [runtime.Goexit] fails with [ErrGoexit].
//  5. A rejection has an error: [Future.Reject] panics if it is given none,
//     before anything has changed.
//  6. Any number of goroutines may settle a future. The first one wins, all are
//     told whether they have won, and to lose does no harm. Who settles is never
//     made to wait for a reader.
//  7. Who has stopped waiting is forgotten: a future that lives long holds
//     nothing for an Await that has returned or a callback that was taken back.
//  8. Callbacks run in the order in which they were registered, and one that
//     panics harms neither the others nor the goroutine that settles.
//  9. Everything works inside a bubble of [testing/synctest], and what waits for
//     ever is seen by the goroutine leak profile.
//  10. Any type will do for the value. An error given to [Future.Resolve] is a
//     value as any other, and so are a nil any and a struct of some kilobytes.
//
// # Panics
//
// To turn a panic into an error is to hide a bug from whatever watches for
// crashes; errgroup did it once and took it back. A future does it because the
// panic belongs to the one who awaits, who otherwise hangs. So nothing of it is
// dropped: PanicError has the value and the stack, and its text shows both. An
// awaiter that wants the crash panics with it. A callback has nobody who awaits
// it: its panic is written to the standard logger, with the stack.
//
// Mistakes in a call panic in the caller: a nil function, a nil context, a nil
// error given to Reject, a method of a nil *Future.
//
// # What there is not
//
// There is no Cancel: to end work is the matter of the context that it was
// given, and a reader has no right to end what others wait for.
//
// There are no executors: a goroutine is cheap enough to be started for the
// work, and one that is handed a queue of unrelated work can be blocked by it.
//
// Nothing is pooled: a future stays readable for as long as somebody has it, so
// that it is never known when one could be used again.
//
// # Bubbles
//
// A future belongs to the [testing/synctest] bubble that awaits it, as a channel
// belongs to the one that makes it. Once Await or Done has found it pending
// inside a bubble, to settle it from outside ends the process, and so does to
// await it there before it is settled. A future that has been settled may be
// read everywhere.
package future
