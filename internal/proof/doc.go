// Package proof runs exhibits and says whether they misbehave.
//
// An exhibit is a function in the testdata module. One whose name starts with
// Bad carries a want comment, and shows, when it is run, what the message of
// the diagnostic claims; one whose name starts with Good does not, and neither
// does a Bad one after its suggested fix. A [Symptom] is a way to run a function
// and see one particular kind of misbehaviour; [Show] runs exhibits and compares
// what they show with what their names promise.
//
// Exhibits run in a testing/synctest bubble, where an hour takes no time and
// the runtime itself reports goroutines that nobody can wake any more. What
// must be borne in mind when one is written:
//
//   - Fake time stops when the bubble's main function returns, so a goroutine
//     that would end a moment later has to be given that moment.
//   - A goroutine that waits for a mutex, inside a sync.Once, or on a channel,
//     WaitGroup or group that was made outside of the bubble (in a
//     package-level variable, say) is not durably blocked: it hangs the
//     bubble instead of being reported. Such exhibits run in a child process.
//   - Pools that keep workers (ants' default pool) trip the report at the end
//     of the bubble; make a pool and release it.
//   - Goroutines of a recovered deadlock stay in the process. A leak detector
//     such as goleak has no place in the same binary.
//
// The package imports nothing but the standard library, because it is part of
// the exhibits' tests. Package exhibit judges the exhibits as a whole.
package proof
