package future

import (
	"errors"
	"fmt"
	"runtime/debug"
)

// ErrGoexit is the error of work that has ended its goroutine by
// [runtime.Goexit], as the FailNow and Skip methods of package testing do, and
// so has returned nothing.
var ErrGoexit = errors.New("future: the work called runtime.Goexit")

// A PanicError is the error of work that has panicked.
type PanicError struct {
	// Value is what the work panicked with: what recover returned.
	Value any
	// Stack is the stack of the goroutine when it panicked, as
	// [debug.Stack] formats it. The place of the panic is below the call of
	// panic.
	Stack []byte
}

// newPanicError is to be called by the deferred function that has recovered
// value, where the stack of the panic still stands.
func newPanicError(value any) *PanicError {
	return &PanicError{Value: value, Stack: debug.Stack()}
}

// Error returns a text with the value and, since the text is often all that
// reaches a log, the stack.
func (e *PanicError) Error() string {
	return fmt.Sprintf("future: the work panicked: %v\n\n%s", e.Value, e.Stack)
}

// Unwrap returns the value if it is an error, and nil otherwise.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}
