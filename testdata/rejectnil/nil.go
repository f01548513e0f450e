package rejectnil

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	pkgerrors "github.com/pkg/errors"
	"go.uber.org/multierr"

	"github.com/futurelint/futurelint/testdata/pledge"
)

// errEmpty is what the exhibits mean to fail with.
var errEmpty = errors.New("nothing found")

// rows answers a query: none has no rows, broken fails.
func rows(query string) ([]string, error) {
	switch query {
	case "none":
		return nil, nil
	case "broken":
		return nil, io.ErrUnexpectedEOF
	}
	return []string{query}, nil
}

// BadLiteral rejects with the literal nil.
func BadLiteral(ctx context.Context) error {
	p := pledge.New[string]()
	p.Reject(nil) // want `p.Reject\(nil\) rejects without an error: the awaiter sees success with a zero value \(rejectnil/nil\)`
	_, err := p.Await(ctx)
	return err
}

// GoodLiteral has an error.
func GoodLiteral(ctx context.Context) error {
	p := pledge.New[string]()
	p.Reject(errEmpty)
	_, err := p.Await(ctx)
	return err
}

// BadTested rejects with the error that it has just seen to be nil.
func BadTested(ctx context.Context) error {
	p := pledge.New[string]()
	go func() {
		list, err := rows("none")
		if err == nil && len(list) == 0 {
			p.Reject(err) // want `p.Reject\(err\) rejects without an error, err is nil here: the awaiter sees success with a zero value \(rejectnil/nil\)`
			return
		}
		p.Settle(strings.Join(list, ","), err)
	}()
	_, err := p.Await(ctx)
	return err
}

// GoodTested rejects with the error that it has just seen not to be nil.
func GoodTested(ctx context.Context) error {
	p := pledge.New[string]()
	go func() {
		list, err := rows("broken")
		if err != nil {
			p.Reject(err)
			return
		}
		p.Resolve(list[0])
	}()
	_, err := p.Await(ctx)
	return err
}

// BadReturned rejects behind the return that has dealt with all errors.
func BadReturned(ctx context.Context) error {
	p := pledge.New[string]()
	go func() {
		list, err := rows("none")
		if err != nil {
			p.Reject(err)
			return
		}
		if len(list) > 0 {
			p.Resolve(list[0])
			return
		}
		p.Reject(err) // want `p.Reject\(err\) rejects without an error, err is nil here.*\(rejectnil/nil\)`
	}()
	_, err := p.Await(ctx)
	return err
}

// GoodReturned has an error of its own there.
func GoodReturned(ctx context.Context) error {
	p := pledge.New[string]()
	go func() {
		list, err := rows("none")
		if err != nil {
			p.Reject(err)
			return
		}
		if len(list) > 0 {
			p.Resolve(list[0])
			return
		}
		p.Reject(errEmpty)
	}()
	_, err := p.Await(ctx)
	return err
}

// BadSwitch rejects in the case that says the error is nil.
func BadSwitch(ctx context.Context) error {
	p := pledge.New[string]()
	list, err := rows("none")
	switch {
	case err != nil:
		p.Reject(err)
	case len(list) == 0:
		p.Reject(err) // want `p.Reject\(err\) rejects without an error.*\(rejectnil/nil\)`
	default:
		p.Resolve(list[0])
	}
	_, err = p.Await(ctx)
	return err
}

// GoodSwitch has the case of a nil error, and others that lead to the same
// place.
func GoodSwitch(ctx context.Context) error {
	p := pledge.New[string]()
	list, err := rows("broken")
	switch err {
	case nil, io.EOF:
		p.Settle("", errEmpty)
	default:
		p.Reject(err)
	}
	_, err = p.Await(ctx)
	return errors.Join(err, missing(list))
}

func missing(list []string) error {
	if len(list) > 0 {
		return nil
	}
	return errEmpty
}

// GoodMerge rejects with what is an error on each of the ways that lead there.
func GoodMerge(ctx context.Context) error {
	p := pledge.New[string]()
	list, err := rows("none")
	if err == nil && len(list) == 0 {
		err = errEmpty
	}
	if len(list) == 0 {
		p.Reject(err)
	}
	_, err = p.Await(ctx)
	return err
}

// BadReassigned tests one error, and rejects with the one from before.
func BadReassigned(ctx context.Context) error {
	p := pledge.New[string]()
	list, err := rows("none")
	if err != nil {
		return err
	}
	more, err2 := rows("broken")
	if err2 != nil {
		p.Reject(err) // want `p.Reject\(err\) rejects without an error, err is nil here.*\(rejectnil/nil\)`
	} else {
		p.Resolve(strings.Join(append(list, more...), ","))
	}
	_, err = p.Await(ctx)
	return err
}

// GoodReassigned tests one error, and rejects with the next in the same
// variable.
func GoodReassigned(ctx context.Context) error {
	p := pledge.New[string]()
	list, err := rows("none")
	if err == nil {
		list, err = rows("broken")
		p.Reject(err)
	}
	_, err = p.Await(ctx)
	return errors.Join(err, missing(list))
}

// GoodShadowed tests one error, and rejects with another of that name.
func GoodShadowed(ctx context.Context) error {
	p := pledge.New[string]()
	_, err := rows("none")
	if err == nil {
		if _, err := rows("broken"); err != nil {
			p.Reject(err)
		}
	}
	_, err = p.Await(ctx)
	return err
}

// BadDeferred evaluates the error where the defer statement stands.
func BadDeferred(ctx context.Context) error {
	p := pledge.New[string]()
	func() {
		var err error
		defer p.Reject(err) // want `p.Reject\(err\) rejects without an error, err is nil here.*\(rejectnil/nil\)`
		_, err = rows("broken")
		_ = err
	}()
	_, err := p.Await(ctx)
	return err
}

// GoodDeferred evaluates it when the function returns.
func GoodDeferred(ctx context.Context) error {
	p := pledge.New[string]()
	func() (err error) {
		defer func() { p.Reject(err) }()
		_, err = rows("broken")
		return err
	}()
	_, err := p.Await(ctx)
	return err
}

// BadDeferredTest looks at the named result, and rejects with it if it is nil.
func BadDeferredTest(ctx context.Context) error {
	p := pledge.New[string]()
	func() (list []string, err error) {
		defer func() {
			if err == nil && len(list) == 0 {
				p.Reject(err) // want `p.Reject\(err\) rejects without an error, err is nil here.*\(rejectnil/nil\)`
			}
		}()
		list, err = rows("none")
		return list, err
	}()
	_, err := p.Await(ctx)
	return err
}

// GoodRetried rejects with an error that may be another one by then: the one
// who started the goroutine goes on.
func GoodRetried(ctx context.Context) error {
	p := pledge.New[string]()
	_, err := rows("none")
	next := make(chan struct{})
	go func() {
		if err == nil {
			<-next
			p.Reject(err)
		}
	}()
	time.Sleep(time.Millisecond)
	_, err = rows("broken")
	close(next)
	_, aerr := p.Await(ctx)
	return aerr
}

// GoodDeferredTest looks at the named result first.
func GoodDeferredTest(ctx context.Context) error {
	p := pledge.New[string]()
	func() (err error) {
		defer func() {
			if err != nil {
				p.Reject(err)
				return
			}
			p.Reject(errEmpty)
		}()
		if _, err := rows("none"); err != nil {
			return err
		}
		return nil
	}()
	_, err := p.Await(ctx)
	return err
}

// BadCaptured rejects in a function literal, with the error that was tested
// before the literal was made.
func BadCaptured(ctx context.Context) error {
	p := pledge.New[string]()
	list, err := rows("none")
	if err != nil {
		return err
	}
	go func() {
		if len(list) == 0 {
			p.Reject(err) // want `p.Reject\(err\) rejects without an error, err is nil here.*\(rejectnil/nil\)`
		}
	}()
	_, aerr := p.Await(ctx)
	return aerr
}

// GoodCaptured rejects in a function literal, with an error that is assigned
// after the literal was made.
func GoodCaptured(ctx context.Context) error {
	p := pledge.New[string]()
	_, err := rows("none")
	if err != nil {
		return err
	}
	reject := func() { p.Reject(err) }
	_, err = rows("broken")
	reject()
	_, aerr := p.Await(ctx)
	return aerr
}

// GoodStoredByLiteral rejects with an error that function literals assign.
func GoodStoredByLiteral(ctx context.Context) error {
	p := pledge.New[string]()
	var err error
	done := make(chan struct{})
	if err == nil {
		go func() {
			defer close(done)
			_, err = rows("broken")
		}()
		<-done
		p.Reject(err)
	}
	_, err = p.Await(ctx)
	return err
}

// fill assigns an error through a pointer.
func fill(err *error) { *err = errEmpty }

// GoodAddress hands out the address of its error, in a literal.
func GoodAddress(ctx context.Context) error {
	p := pledge.New[string]()
	var err error
	func() { fill(&err) }()
	p.Reject(err)
	_, err = p.Await(ctx)
	return err
}

// GoodLoop rejects with the error of the last round.
func GoodLoop(ctx context.Context) error {
	p := pledge.New[string]()
	var err error
	for _, query := range []string{"a", "b", "broken"} {
		if err != nil {
			break
		}
		_, err = rows(query)
	}
	p.Reject(err)
	_, err = p.Await(ctx)
	return err
}

// BadLoop keeps the errors of all rounds in a variable of the round.
func BadLoop(ctx context.Context) error {
	p := pledge.New[string]()
	var failed error
	for _, query := range []string{"a", "broken"} {
		_, failed := rows(query)
		_ = failed
	}
	p.Reject(failed) // want `p.Reject\(failed\) rejects without an error, failed is nil here.*\(rejectnil/nil\)`
	_, err := p.Await(ctx)
	return err
}

// BadJoin joins errors that are both nil.
func BadJoin(ctx context.Context) error {
	p := pledge.New[string]()
	list, err := rows("none")
	more, err2 := rows("none")
	if err == nil && err2 == nil && len(list)+len(more) == 0 {
		p.Reject(errors.Join(err, err2)) // want `p.Reject\(errors.Join\(err, err2\)\) rejects without an error.*\(rejectnil/nil\)`
	}
	_, err = p.Await(ctx)
	return err
}

// GoodJoin joins errors of which one is not.
func GoodJoin(ctx context.Context) error {
	p := pledge.New[string]()
	_, err := rows("none")
	_, err2 := rows("broken")
	if err == nil {
		p.Reject(errors.Join(err, err2))
	}
	_, err = p.Await(ctx)
	return err
}

// BadWrap wraps a nil error, which gives nil.
func BadWrap(ctx context.Context) error {
	p := pledge.New[string]()
	list, err := rows("none")
	if err != nil {
		return err
	}
	if len(list) == 0 {
		p.Reject(pkgerrors.Wrap(err, "lookup")) // want `p.Reject\(pkgerrors.Wrap\(err, "lookup"\)\) rejects without an error.*\(rejectnil/nil\)`
	}
	_, err = p.Await(ctx)
	return err
}

// BadCombine combines nil errors.
func BadCombine(ctx context.Context) error {
	p := pledge.New[string]()
	_, err := rows("none")
	if err == nil {
		p.Reject(pkgerrors.WithStack(multierr.Combine(err, nil))) // want `rejects without an error.*\(rejectnil/nil\)`
	}
	_, err = p.Await(ctx)
	return err
}

// GoodErrorf formats an error, which is never nil.
func GoodErrorf(ctx context.Context) error {
	p := pledge.New[string]()
	list, err := rows("none")
	if err == nil && len(list) == 0 {
		p.Reject(pkgerrors.Errorf("no rows: %v", err))
	}
	_, err = p.Await(ctx)
	return err
}

// annotate says what failed, if something did.
func annotate(err error, what string) error {
	if err == nil {
		return nil
	}
	return pkgerrors.New(what + ": " + err.Error())
}

// BadAnnotated goes through a function that keeps nil.
func BadAnnotated(ctx context.Context) error {
	p := pledge.New[string]()
	list, err := rows("none")
	if err != nil {
		return err
	}
	if len(list) == 0 {
		p.Reject(annotate(err, "lookup")) // want `rejects without an error.*\(rejectnil/nil\)`
	}
	_, err = p.Await(ctx)
	return err
}

// orEmpty never returns nil.
func orEmpty(err error) error {
	if err != nil {
		return err
	}
	return errEmpty
}

// GoodAnnotated goes through a function that has an error in place of nil.
func GoodAnnotated(ctx context.Context) error {
	p := pledge.New[string]()
	_, err := rows("none")
	if err == nil {
		p.Reject(orEmpty(err))
	}
	_, err = p.Await(ctx)
	return err
}

// check is different on every platform; on this one nothing can go wrong.
func check(string) error { return nil }

// GoodStub asks a function that happens never to fail.
func GoodStub(ctx context.Context) error {
	p := pledge.New[string]()
	if err := check("none"); err != nil {
		p.Reject(err)
	}
	p.Reject(errEmpty)
	_, err := p.Await(ctx)
	return err
}

// GoodIs looks at the error with errors.Is.
func GoodIs(ctx context.Context) error {
	p := pledge.New[string]()
	_, err := rows("broken")
	if errors.Is(err, io.ErrUnexpectedEOF) {
		p.Reject(err)
	}
	_, err = p.Await(ctx)
	return err
}

// BadRecovered rejects with what a panic's value would be if it were an error.
func BadRecovered(ctx context.Context) error {
	p := pledge.New[string]()
	go func() {
		defer func() {
			err, ok := recover().(error)
			if !ok {
				p.Reject(err) // want `p.Reject\(err\) rejects without an error, err is nil here.*\(rejectnil/nil\)`
				return
			}
			p.Reject(err)
		}()
		panic("no error")
	}()
	_, err := p.Await(ctx)
	return err
}

// GoodRecovered does so if it is one.
func GoodRecovered(ctx context.Context) error {
	p := pledge.New[string]()
	go func() {
		defer func() {
			err, ok := recover().(error)
			if !ok {
				err = errEmpty
			}
			p.Reject(err)
		}()
		panic("no error")
	}()
	_, err := p.Await(ctx)
	return err
}

// BadClosed rejects with what it has received from a closed channel.
func BadClosed(ctx context.Context) error {
	p := pledge.New[string]()
	errs := make(chan error)
	close(errs)
	select {
	case err, ok := <-errs:
		if !ok {
			p.Reject(err) // want `p.Reject\(err\) rejects without an error, err is nil here.*\(rejectnil/nil\)`
		}
	case <-ctx.Done():
		p.Reject(ctx.Err())
	}
	_, err := p.Await(ctx)
	return err
}

// GoodReceived rejects with what was sent.
func GoodReceived(ctx context.Context) error {
	p := pledge.New[string]()
	errs := make(chan error, 1)
	errs <- errEmpty
	select {
	case err, ok := <-errs:
		if ok {
			p.Reject(err)
		}
	case <-ctx.Done():
		p.Reject(ctx.Err())
	}
	_, err := p.Await(ctx)
	return err
}

// BadConditional rejects after a conditional assignment of nil to nil.
func BadConditional(ctx context.Context) error {
	p := pledge.New[string]()
	list, err := rows("none")
	var failure error
	if err == nil && len(list) == 0 {
		failure = err
	}
	p.Reject(failure) // want `p.Reject\(failure\) rejects without an error, failure is nil here.*\(rejectnil/nil\)`
	_, err = p.Await(ctx)
	return err
}

// GoodConditional assigns an error on some ways.
func GoodConditional(ctx context.Context) error {
	p := pledge.New[string]()
	list, err := rows("none")
	failure := err
	if len(list) == 0 {
		failure = errEmpty
	}
	p.Reject(failure)
	_, err = p.Await(ctx)
	return err
}

// A source keeps the error of its last query.
type source struct{ err error }

func (s *source) query(q string) { _, s.err = rows(q) }

// BadField rejects with a field that it has just seen to be nil.
func BadField(ctx context.Context) error {
	p := pledge.New[string]()
	s := new(source)
	s.query("none")
	if s.err == nil {
		p.Reject(s.err) // want `p.Reject\(s.err\) rejects without an error, s.err is nil here.*\(rejectnil/nil\)`
	}
	_, err := p.Await(ctx)
	return err
}

// GoodField lets others write the field in between.
func GoodField(ctx context.Context) error {
	p := pledge.New[string]()
	s := new(source)
	s.query("none")
	if s.err == nil {
		s.query("broken")
		p.Reject(s.err)
	}
	_, err := p.Await(ctx)
	return err
}
