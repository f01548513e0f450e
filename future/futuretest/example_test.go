package futuretest_test

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/futurelint/futurelint/future"
	"github.com/futurelint/futurelint/future/futuretest"
)

var t *testing.T // that of the test

func ExampleCheck() {
	// func TestOrder(t *testing.T) {
	futuretest.Check(t)

	f := future.NewFuture[int]()
	defer f.Resolve(1) // without this, the test would fail
}

func ExampleVerifyTestMain() {
	_ = func(m *testing.M) { // TestMain
		futuretest.VerifyTestMain(m)
	}
}

func ExampleGoroutines() {
	futuretest.Check(t, futuretest.Goroutines(goleak.IgnoreTopFunction("example.com/shop/cache.(*Cache).sweep")))
}

func ExampleFuturesOnly() {
	futuretest.Check(t, futuretest.FuturesOnly())
}

func ExampleIgnoreMadeBy() {
	futuretest.Check(t, futuretest.IgnoreMadeBy("example.com/shop/cache.(*Cache).fill"))
}
