package proof

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
)

// A gauge counts the tasks that run at the same time.
type gauge struct{ now, peak atomic.Int64 }

type gaugeKey struct{}

// Count notes that a task has begun, in the gauge that ctx carries if it carries
// one, and returns the function that notes its end. The work that exhibits do
// calls it.
func Count(ctx context.Context) (end func()) {
	g, ok := ctx.Value(gaugeKey{}).(*gauge)
	if !ok {
		return func() {}
	}
	n := g.now.Add(1)
	for {
		peak := g.peak.Load()
		if n <= peak || g.peak.CompareAndSwap(peak, n) {
			break
		}
	}
	return func() { g.now.Add(-1) }
}

// Width returns the symptom of a program that runs more than limit tasks at the
// same time.
func Width(limit int64) Symptom {
	return Symptom{"width", func(t *testing.T, p Program) sight {
		var g gauge
		tr := try(t, func(ctx context.Context) error {
			return p(context.WithValue(ctx, gaugeKey{}, &g))
		}, true)
		if bad := tr.clean(); bad != nil {
			return *bad
		}
		peak := g.peak.Load()
		return sight{
			shown: peak > limit,
			void:  peak == 0,
			what:  fmt.Sprintf("%d tasks at the same time", peak),
		}
	}}
}
