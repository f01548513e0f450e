// Package futureprom counts and times the work of package future for Prometheus.
//
// It is a module of its own, so that only programs that use it depend on the
// Prometheus client.
package futureprom

import (
	"context"
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/futurelint/futurelint/future"
)

// New registers its metrics with registerer, and returns an observer that feeds
// them, to be installed by [future.SetObserver]. It returns an error if they
// cannot be registered, because they have been before, say, and registers none
// then. It starts no goroutine, and panics if registerer is nil.
//
// The label name is that of the work, empty for work that has none; outcome is
// resolved, rejected, canceled or panicked.
//
//   - future_duration_seconds{name,outcome}: a histogram of how long work ran
//   - future_inflight{name}: how much work is running
//   - future_panics_total{name}: work that has panicked
//   - future_canceled_total{name,reason}: work that has failed with its context;
//     the reason is deadline, lost (to another in a race) or canceled
//   - future_unobserved_total{name}: failures that nobody has looked at
//   - errgroup_concurrency_limit{group}: the limit of a group that has a name
//   - errgroup_queued{group}: calls of its Go that wait for the limit
func New(registerer prometheus.Registerer) (future.Observer, error) {
	if registerer == nil {
		panic("futureprom: New called with a nil registerer")
	}
	o := &observer{
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "future_duration_seconds",
			Help: "How long work ran.",
			// From a call within the process to one that is given up.
			Buckets: prometheus.ExponentialBuckets(0.0001, 4, 10),
		}, []string{"name", "outcome"}),
		inflight:   gauge("future_inflight", "How much work is running.", "name"),
		panics:     counter("future_panics_total", "Work that has panicked.", "name"),
		canceled:   counter("future_canceled_total", "Work that has failed with its context.", "name", "reason"),
		unobserved: counter("future_unobserved_total", "Failures that nobody has looked at.", "name"),
		limit:      gauge("errgroup_concurrency_limit", "How many tasks of the group may run at the same time.", "group"),
		queued:     gauge("errgroup_queued", "How many tasks of the group wait for the limit.", "group"),
	}
	collectors := []prometheus.Collector{o.duration, o.inflight, o.panics, o.canceled, o.unobserved, o.limit, o.queued}
	for i, c := range collectors {
		if err := registerer.Register(c); err != nil {
			for _, c := range collectors[:i] {
				registerer.Unregister(c)
			}
			return nil, err
		}
	}
	return o, nil
}

func gauge(name, help string, labels ...string) *prometheus.GaugeVec {
	return prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: name, Help: help}, labels)
}

func counter(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
}

type observer struct {
	duration         *prometheus.HistogramVec
	inflight         *prometheus.GaugeVec
	panics, canceled *prometheus.CounterVec
	unobserved       *prometheus.CounterVec
	limit, queued    *prometheus.GaugeVec
}

func (o *observer) Start(ctx context.Context, w future.Work) (context.Context, func(future.Outcome)) {
	inflight := o.inflight.WithLabelValues(w.Name)
	inflight.Inc()
	start := time.Now()
	return ctx, func(outcome future.Outcome) {
		inflight.Dec()
		kind := outcome.String()
		o.duration.WithLabelValues(w.Name, kind).Observe(time.Since(start).Seconds())
		switch kind {
		case "panicked":
			o.panics.WithLabelValues(w.Name).Inc()
		case "canceled":
			o.canceled.WithLabelValues(w.Name, reason(outcome.Reason)).Inc()
		}
	}
}

// reason is one of few words: causes are errors, of which there is no end.
func reason(cause error) string {
	switch {
	case errors.Is(cause, future.ErrLost):
		return "lost"
	case errors.Is(cause, context.DeadlineExceeded):
		return "deadline"
	}
	return "canceled"
}

// Unobserved counts the failure, and leaves what it says to the log.
func (o *observer) Unobserved(name string, _ error) bool {
	o.unobserved.WithLabelValues(name).Inc()
	return false
}

func (o *observer) GroupLimit(group string, limit int) {
	o.limit.WithLabelValues(group).Set(float64(limit))
}

func (o *observer) GroupQueued(group string, delta int) {
	o.queued.WithLabelValues(group).Add(float64(delta))
}
