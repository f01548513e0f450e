package orphan

import (
	"context"
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestTicker runs the exhibits of orphan/ticker, which stop their tickers.
func TestTicker(t *testing.T) {
	proof.Show(t, proof.Leak, proof.Direct,
		BadTickerRange, GoodTickerDone,
		BadTickerReceive, GoodTickerContext,
		BadTickerSelect, BadTickerTwo, BadTickerHandedOn,
		BadTickerTimer, GoodTickerAfterFunc, BadTickerNil, BadTickerNilCase, GoodTickerNilAsked,
		BadTickerFlag, GoodTickerFlag, GoodTickerLeaves, GoodTickerBreak, GoodTickerDrained, GoodTickerHelper,
	)
	proof.Show(t, proof.Leak, func(f func() func()) proof.Program {
		return func(context.Context) error { f()(); return nil }
	}, BadTickerGiven, GoodTickerGiven)
}
