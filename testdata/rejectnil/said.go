package rejectnil

import (
	"context"

	"github.com/futurelint/futurelint/testdata/staff"
)

// BadSaid fails a promise by a method of which but a directive says that it does.
func BadSaid(ctx context.Context) error {
	note := staff.NewNote[int]()
	list, err := rows("none")
	if err == nil && len(list) == 0 {
		note.Tear(err) // want `note.Tear\(err\) rejects without an error, err is nil here: the awaiter sees success with a zero value \(rejectnil/nil\)`
	}
	_, err = note.Read(ctx)
	return err
}

// GoodSaid has an error.
func GoodSaid(ctx context.Context) error {
	note := staff.NewNote[int]()
	if list, err := rows("none"); err == nil && len(list) == 0 {
		note.Tear(errEmpty)
	}
	_, err := note.Read(ctx)
	return err
}

// BadSaidByName fails it by a function that is named for it.
func BadSaidByName(ctx context.Context) error {
	note := staff.NewNote[int]()
	staff.FailNote(note, nil) // want `staff.FailNote\(note, nil\) rejects without an error: the awaiter sees success with a zero value \(rejectnil/nil\)`
	_, err := note.Read(ctx)
	return err
}

// GoodSaidEnd uses what takes nil for a good end.
func GoodSaidEnd(ctx context.Context) error {
	note := staff.NewNote[int]()
	_, err := rows("broken")
	note.End(err)
	_, err = note.Read(ctx)
	return err
}
