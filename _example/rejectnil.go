package example

import "context"

// A Future is a value that will be there once done is closed, or an error.
type Future struct {
	done  chan struct{}
	value string
	err   error
}

// Reject settles f with an error.
func (f *Future) Reject(err error) {
	f.err = err
	close(f.done)
}

// Resolve settles f with a value.
func (f *Future) Resolve(value string) {
	f.value = value
	close(f.done)
}

// Lookup rejects with an error that is nil where there is no mirror, so that
// whoever awaits the future takes "" for an answer.
func Lookup(ctx context.Context, mirrors func(context.Context) ([]string, error)) *Future {
	f := &Future{done: make(chan struct{})}
	go func() {
		list, err := mirrors(ctx)
		if err == nil && len(list) > 0 {
			f.Resolve(list[0])
			return
		}
		if err == nil {
			f.Reject(err)
			return
		}
		f.Reject(err)
	}()
	return f
}
