package future

// A Result is what a future was settled with. In a slice it stands for work of
// which some may have failed.
type Result[T any] struct {
	Value T
	Err   error // nil if the work succeeded
}

// Ok reports whether the work succeeded.
func (r Result[T]) Ok() bool { return r.Err == nil }

// Unwrap returns the value and the error, as the work itself would have.
func (r Result[T]) Unwrap() (T, error) { return r.Value, r.Err }
