package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// Every way of a case does the whole of it, and comes to the same.
func TestWaysDoTheSame(t *testing.T) {
	counting = true
	defer func() { counting = false }()
	for _, c := range cases {
		if c.unit == unitB {
			continue
		}
		for _, way := range c.ways {
			seen.Store(0)
			for range 3 {
				if got := way.once(); !reflect.DeepEqual(got, c.want) {
					t.Errorf("%s: %s: got %v, want %v", c.name, way.name, got, c.want)
				}
			}
		}
	}
}

func TestCasesCanBeCompared(t *testing.T) {
	for _, c := range cases {
		if len(c.ways) < 2 || c.ways[0].kind != own {
			t.Errorf("%s: want future's way, and then others", c.name)
		}
		names := make(map[string]bool)
		for _, way := range c.ways {
			if names[way.name] {
				t.Errorf("%s: %q is there twice", c.name, way.name)
			}
			names[way.name] = true
			if len(way.name) > 34 {
				t.Errorf("%s: %q does not fit into the drawing", c.name, way.name)
			}
			if (way.hold != nil) != (c.unit == unitB) || (way.run != nil) != (c.unit == unitNs) {
				t.Errorf("%s: %s: it cannot be measured in %s", c.name, way.name, c.unit)
			}
		}
	}
}

func TestChoose(t *testing.T) {
	all, err := choose(nil)
	if len(all) != len(cases) || err != nil {
		t.Errorf("got %d cases, %v", len(all), err)
	}
	some, err := choose([]string{"await settled"})
	if len(some) != 1 || some[0].name != "await settled" || err != nil {
		t.Errorf("got %v, %v", some, err)
	}
	if _, err := choose([]string{"await settled", "nothing"}); err == nil || !strings.Contains(err.Error(), "await settled") {
		t.Errorf("got %v, want an error that names the cases", err)
	}
}

// What is counted on purpose is found, on a way whose cost is known.
func TestMeasure(t *testing.T) {
	var kept []byte
	ways := []way{
		times(own, "one", func() int { kept = make([]byte, 1<<10); return len(kept) }),
		times(floor, "four", func() int {
			for range 4 {
				kept = make([]byte, 1<<12)
			}
			return len(kept)
		}),
	}
	measure([][]way{ways}, 5, 1e6)
	if a, b := math.Round(ways[0].allocs), math.Round(ways[1].allocs); a != 1 || b != 4 {
		t.Errorf("got %v and %v allocations, want 1 and 4", a, b)
	}
	if ways[0].cost <= 0 || ways[1].cost < 2*ways[0].cost {
		t.Errorf("got %v and %v ns for 1 and 16 KiB", ways[0].cost, ways[1].cost)
	}
	ways = []way{holds(own, "64 bytes", func() *[8]*int { return new([8]*int) }), holds(floor, "two", func() **[2]*int { p := new([2]*int); return &p })}
	for range 5 {
		// Pools of other packages, which other tests have used, give back their
		// goroutines' stacks when they like.
		if weigh(ways); math.Round(ways[0].cost) == 64 && math.Round(ways[1].cost) == 24 {
			break
		}
	}
	if a, b := math.Round(ways[0].cost), math.Round(ways[1].cost); a != 64 || b != 24 {
		t.Errorf("got %v and %v bytes, want 64 and 24", ways[0].cost, ways[1].cost)
	}
	if a, b := math.Round(ways[0].allocs), math.Round(ways[1].allocs); a != 1 || b != 2 {
		t.Errorf("got %v and %v objects, want 1 and 2", ways[0].allocs, ways[1].allocs)
	}
}

func TestBars(t *testing.T) {
	c := comparison{unit: unitNs, ways: []way{{cost: 100, allocs: 3.2}, {cost: 80}}}
	for _, tt := range []struct {
		least, most float64
		missed      bool
	}{{0, 0, false}, {0.8, 3, false}, {0.81, 3, true}, {0.8, 2, true}, {0, 4, false}} {
		c.ways[1].least, c.ways[0].most = tt.least, tt.most
		if c.missed() != tt.missed {
			t.Errorf("bars %v and %v: missed: %v", tt.least, tt.most, c.missed())
		}
	}
}

// The drawing is XML, says what it shows to those who do not see it, and has each
// mark where its ratio is.
func TestDraw(t *testing.T) {
	all := []comparison{
		{name: "first & <foremost>", unit: unitNs, ways: []way{
			{kind: own, name: "future", cost: 50}, {kind: floor, name: "a", cost: 25}, {kind: peer, name: "b", cost: 200},
		}},
		{name: "second", unit: unitB, ways: []way{{kind: own, name: "future", cost: 64}, {kind: own, name: "c", cost: 6400}}},
	}
	var b bytes.Buffer
	if err := draw(&b, all); err != nil {
		t.Fatal(err)
	}
	var marks []string
	var xs []float64
	texts := make(map[string]bool)
	for d := xml.NewDecoder(&b); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.CharData:
			texts[string(token)] = true
		case xml.StartElement:
			attr := make(map[string]string)
			for _, a := range token.Attr {
				attr[a.Name.Local] = a.Value
			}
			switch attr["class"] {
			case "floor", "peer", "own":
				marks = append(marks, token.Name.Local+" "+attr["class"])
			}
			if x, ok := strings.CutSuffix(attr["transform"], " -4)"); ok {
				v, err := strconv.ParseFloat(strings.TrimPrefix(x, "translate("), 64)
				if err != nil {
					t.Errorf("mark at %q", attr["transform"])
				}
				xs = append(xs, v)
			}
		}
	}
	for _, text := range []string{"first & <foremost> ", "50 ns", "64 B", "0.5", "4", "100", "a", "b", "c"} {
		if !texts[text] {
			t.Errorf("nowhere is %q", text)
		}
	}
	// Those of the legend come first.
	if got := strings.Join(marks, ", "); got != "path own, path floor, circle peer, path floor, circle peer, path own" {
		t.Errorf("marks: %s", got)
	}
	if len(xs) != 3 {
		t.Fatalf("marks at %v", xs)
	}
	// 0.5, 4 and 100: as far apart as the logarithms are.
	if got, want := (xs[2]-xs[0])/(xs[1]-xs[0]), math.Log(200)/math.Log(8); math.Abs(got-want) > 0.01 {
		t.Errorf("marks at %v: the distances are as 1 to %v, want %v", xs, got, want)
	}
}
