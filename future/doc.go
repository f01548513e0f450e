// Package future provides write-once results of concurrent work: futures.
//
// A [Future] is settled once, with a value or an error, and read any number of
// times. [Go] starts work and returns the future of its result; [NewFuture]
// makes one that the caller settles. What else there is:
//
//   - to wait for several futures: [All], [AllSettled], [Any];
//   - to go on with a result, without a goroutine: [Map], [FlatMap], [Recover],
//     [Timeout];
//   - to let work compete: [First], [Race], [Hedge];
//   - to run work that belongs together: [Group], [ForEach], [Collect];
//   - to share work: [Lazy], [Flight];
//   - to watch it: [GoTraced], [Observer].
//
// In tests, package futuretest, a module of its own beside this one, finds futures
// that are neither settled nor awaited, failures that nobody has looked at, and
// goroutines that stay behind.
//
// # Names
//
// Other languages use the same words for different things. Those of this package
// are the ones of Java's CompletableFuture, where that has one. "Success" is the
// first that succeeds, "completion" the first that ends, either way.
//
//	here        JavaScript          Java              Kotlin                 Scala                   Rust (futures)
//	----------  ------------------  ----------------  ---------------------  ----------------------  --------------
//	Go          new Promise         supplyAsync       async                  Future.apply            tokio::spawn
//	NewFuture   withResolvers       new Completable-  CompletableDeferred    Promise.apply           oneshot
//	                                Future
//	Await       await               get, join         await                  Await.result            .await
//	All         all                 allOf             awaitAll               Future.sequence         try_join_all
//	AllSettled  allSettled          allOf + handle    -                      -                       join_all
//	Any         race                anyOf             select                 firstCompletedOf        select_all
//	First       any                 -                 -                      -                       select_ok
//	Race        race                anyOf             select                 firstCompletedOf        select_all
//	Map         then                thenApply         -                      map                     map_ok
//	FlatMap     then                thenCompose       -                      flatMap                 and_then
//	Recover     catch               exceptionally     -                      recover                 or_else
//	Timeout     -                   orTimeout         withTimeout            -                       timeout
//	Group       -                   StructuredTask-   coroutineScope         -                       JoinSet
//	                                Scope
//	Lazy        -                   -                 async(start = LAZY)    lazy val                every future
//	PanicError  rejection           CompletionExcep-  exception              failed                  JoinError
//	                                tion
//
// Mind the two: what JavaScript calls any is First here, and what it calls race
// is Any, for futures, or Race, for functions. Any and All are given futures,
// whose work is somebody else's and goes on; First, Race and Hedge start work,
// and so they end it and wait for its end.
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
// Whatever work of this package panics, its panic becomes the error of whoever
// waits for the work, a [*PanicError]. The Go team has tried the like in errgroup
// and taken it back (golang/go issues 53757, 74275, 74304 and 74306), with good
// reason: a panic that waits in an error is reported late, or, if Wait is never
// reached, not at all; monitors of crashes do not see it; and a program that goes
// on with broken state may hang. It is done here all the same, because the panic
// belongs to the one who awaits: he would otherwise wait for ever, or the process
// would end for the sake of one request among thousands. And this is the answer
// to each objection:
//
//   - the value and the stack of the panic are kept, and the error's text shows
//     both, so that a log that has the error has the panic;
//   - an [Observer] hears of it at once, before anybody has the error, so that a
//     counter rises and an alarm goes off;
//   - a panic that nobody looks at is written to the standard logger and given
//     to the Observer (see below), also if it lost a race;
//   - the group's context ends with it, so that the others do not wait for what
//     never comes;
//   - [Repanic] has [Group.Wait] panic with it, where a crash is wanted, and
//     elsewhere the caller can do that in a line.
//
// A callback has nobody who awaits it: its panic is written to the standard
// logger, with the stack.
//
// Mistakes in a call panic in the caller, before anything has changed: a nil
// function, context, future or option, a nil error given to Reject, a [Limit] of
// less than 1, a method of a nil pointer, a [Group] or [Lazy] that was not made by
// its function. What depends on data is an error, at once: a limit of ForEach that
// is less than 1, no call that Hedge may make, nothing to choose from in Any, First
// and Race, a task for a Group whose Wait has returned. None of these waits.
//
// # Failures that nobody looks at
//
// When a future that has failed is garbage, and nobody has ever had its error
// from it, the failure is reported: to the Observer if there is one, and
// to the standard logger, unless the Observer has dealt with it, or it wraps
// [context.Canceled] or the cause for which shared work is called off: nobody waits
// for that. To look is to read the result: by Await,
// Result, a callback, or a function of this package that returns it or passes it
// on. Ready, Done and an Await that gave up have not looked. Success pays nothing
// for this. The report comes when the garbage collector does, and not for a
// failure whose error leads back to its future.
//
// # Forms that fail
//
// Each of these is found in articles, looks right, and is run in the tests of
// this package (failing_forms_test.go), beside what stands in its place.
//
//   - A future that sets a flag by compare-and-swap and then writes its value: a
//     reader who comes between the two gets the zero value and no error. Here
//     the value is written first, and what is announced can be read.
//   - A lazy value on sync.Once: the first caller's context decides for
//     everyone; a panic makes all who come later succeed with the zero value; a
//     failure is for ever. See [Lazy].
//   - Map, FlatMap and Race as a goroutine that calls the function: its panic
//     ends the process, whoever waits. And a goroutine for each continuation
//     stays for as long as the future it waits for.
//   - "When Wait has returned, goroutines of the errgroup may still run." Of
//     errgroup that is not so: Wait waits for all, also after an error. What is
//     so is that a task that calls Goexit counts as a success there, and that Go
//     of a group at its limit waits even if the group is dead. See [Group].
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
