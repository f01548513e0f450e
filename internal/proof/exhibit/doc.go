// Package exhibit judges the exhibits as a whole.
//
// An exhibit is a function in the testdata module whose name starts with Bad or
// Good. Each is used three times:
//
//   - It is analysed, with every sub-check of every tier switched on, in this
//     process and by the built program under go vet. The two differ: go/packages
//     hands all dependencies to the analyzers as source, go vet hands them facts.
//     Both must find what the want comments say and nothing else. A check that
//     stands apart is asked about its own folder only: what it reports, those of
//     the others are full of.
//   - It is fixed: the suggested fixes, as the built program applies them to a
//     copy of the module, give the golden file beside the source, NAME.go.golden.
//     The copy compiles, go vet finds nothing new in it, no fix is left over, and
//     a second application changes nothing.
//   - It is executed: the module's own tests run package proof on it, and so do
//     those of the fixed copy, where a Bad one that is fixed has to behave.
//
// A want comment belongs to the function that it stands in, and so to the
// exhibits that are this function or call it, directly or not. What no test can
// execute says why in the function's comment, in a line that starts with
// "unproven:". Few may.
//
// The judgement itself is in the function judge, which knows no files and no
// processes.
package exhibit
