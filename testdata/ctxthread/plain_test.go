package ctxthread

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/work"
)

// TestPlain runs the exhibits of groups that have no context.
func TestPlain(t *testing.T) {
	proof.Show(t, proof.LateCancel, failsBesideSlow,
		BadPlain, BadPlainLimited, BadPlainPair, BadPlainField, BadPlainInside,
		GoodPlainCancel, GoodPlainSingle, GoodPlainShort,
	)
	proof.Show(t, proof.Failure, written, GoodPlainDetached)
	proof.Show(t, proof.Failure, writtenOver(work.Fails, work.Quick), GoodPlainNeverFails)
}
