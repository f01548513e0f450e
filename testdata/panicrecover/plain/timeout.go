package plain

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/futurelint/futurelint/testdata/panicrecover/jobs"
)

// closers are run in the end, by a main function that does not recover.
type closers struct{ list []func() error }

// add keeps what it is given: whoever recovers around add is gone when it runs.
func (c *closers) add(fn func() error) {
	c.list = append(c.list, func() error {
		done := make(chan error, 1)
		go func() { done <- fn() }()
		select {
		case err := <-done:
			return err
		case <-time.After(time.Second):
			return errors.New("too slow")
		}
	})
}

// GoodClosers has nothing fail before the end.
func GoodClosers(job string) (err error) {
	var c closers
	func() {
		defer func() {
			if r := recover(); r != nil {
				err = fmt.Errorf("panic: %v", r)
			}
		}()
		c.add(func() error { return jobs.Do(job) })
	}()
	for _, fn := range c.list {
		err = errors.Join(err, fn())
	}
	return err
}

// requireWithin is for tests, which a panic ends wherever it is.
func requireWithin(t testing.TB, fn func() error) {
	done := make(chan error, 1)
	go func() { done <- fn() }()
	select {
	case err := <-done:
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(time.Second):
		t.Fatal("too slow")
	}
}
