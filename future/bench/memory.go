package main

import (
	"runtime"

	"github.com/alitto/pond/v2"
	"github.com/samber/mo"

	"github.com/futurelint/futurelint/future"
)

// holds makes a way of what makes one of the things that are held.
func holds[F any](k kind, name string, one func() F) way {
	return way{kind: k, name: name, hold: func(n int) (fill, release func()) {
		list := make([]F, n)
		fill = func() {
			for i := range list {
				list[i] = one()
			}
		}
		return fill, func() { runtime.KeepAlive(list) }
	}}
}

var memoryPending = []way{
	holds(own, "NewFuture", future.NewFuture[int]),
	holds(floor, "channel", func() chan result { return make(chan result, 1) }),
	holds(floor, "channel to be closed", newCell),
	holds(peer, "mo.Future", func() *mo.Future[int] { f, _ := pendingMo(); return f }),
	{kind: peer, name: "pond.ResultPool, queued", hold: func(n int) (fill, release func()) {
		gate := make(chan struct{})
		p := pond.NewResultPool[int](1)
		tasks := make([]pond.ResultTask[int], n)
		fill = func() {
			for i := range tasks {
				tasks[i] = p.SubmitErr(func() (int, error) { <-gate; return work(ctx) })
			}
		}
		return fill, func() {
			close(gate)
			p.StopAndWait()
			runtime.KeepAlive(tasks)
		}
	}},
}

var memoryDone = []way{
	holds(own, "NewFuture, Done", func() *future.Future[int] {
		f := future.NewFuture[int]()
		f.Done()
		return f
	}),
	holds(floor, "channel", func() chan result { return make(chan result, 1) }),
	holds(floor, "channel to be closed", newCell),
}
