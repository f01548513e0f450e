package main

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"math"
	"runtime"
	"time"
)

//go:embed plot.svg.tmpl
var plotText string

var plotTemplate = template.Must(template.New("plot").Parse(plotText))

// Places and sizes in the plot, in pixels.
const (
	plotLeft   = 250 // of the scale; the names are left of it
	plotRight  = 700 // and the ratios right of it
	plotTop    = 70
	lineHeight = 17
	caseGap    = 8
)

// A plot is what the template draws.
type plot struct {
	Width, Height, Left, Right, Top, Bottom int
	One                                     string // where future is
	Description                             string
	Footer                                  string
	Ticks                                   []tick
	Lines                                   []line
}

type tick struct{ X, Label string }

type line struct {
	Y     int
	Case  string // of a line that begins a case
	Cost  string // of future in it
	Name  string // of all others
	X     string
	Ratio string
	Own   bool
	Floor bool
	Peer  bool
}

// draw draws the ratios of what has been measured as an SVG file: on a logarithmic
// scale, in the colours of a light and of a dark page, and so that nobody has to
// tell colours apart.
func draw(w io.Writer, all []comparison) error {
	low, high := 0.5, 2.0
	for _, c := range all {
		for _, way := range c.ways {
			low, high = min(low, c.ratio(way)), max(high, c.ratio(way))
		}
	}
	low, high = math.Log(low*0.9), math.Log(high*1.1)
	x := func(ratio float64) string {
		return fmt.Sprintf("%.1f", plotLeft+(plotRight-plotLeft)*(math.Log(ratio)-low)/(high-low))
	}
	p := plot{Width: plotRight + 60, Left: plotLeft, Right: plotRight, Top: plotTop, One: x(1)}
	for decade := 1e-3; decade < 1e6; decade *= 10 {
		for _, digit := range []float64{1, 2, 5} {
			if v := math.Log(decade * digit); v >= low && v <= high {
				p.Ticks = append(p.Ticks, tick{x(decade * digit), fmt.Sprintf("%g", math.Round(decade*digit*1e3)/1e3)})
			}
		}
	}
	ways := 0
	y := plotTop
	for _, c := range all {
		y += caseGap + lineHeight
		p.Lines = append(p.Lines, line{Y: y, Case: c.name, Cost: cost(c.ways[0].cost, c.unit)})
		for _, way := range c.ways[1:] {
			y += lineHeight
			ways++
			p.Lines = append(p.Lines, line{
				Y: y, Name: way.name, X: x(c.ratio(way)), Ratio: digits(c.ratio(way)),
				Own: way.kind == own, Floor: way.kind == floor, Peer: way.kind == peer,
			})
		}
	}
	p.Bottom = y + caseGap
	p.Height = p.Bottom + 36
	p.Description = fmt.Sprintf("%d ways to do %d things, each with its cost as a multiple of what package future takes for the same: "+
		"more than 1 is slower, or larger, than future.", ways, len(all))
	p.Footer = fmt.Sprintf("Processor time, the medians of interleaved rounds: %s/%s, %d processors, %s, %s",
		runtime.GOOS, runtime.GOARCH, runtime.GOMAXPROCS(0), runtime.Version(), time.Now().UTC().Format(time.DateOnly))
	return plotTemplate.Execute(w, p)
}

// cost returns a cost in the unit that suits it.
func cost(v float64, unit string) string {
	switch {
	case unit == unitNs && v >= 1e6:
		v, unit = v/1e6, "ms"
	case unit == unitNs && v >= 1e3:
		v, unit = v/1e3, "µs"
	}
	return digits(v) + " " + unit
}

// digits returns three digits of v, or more if it has more before the point.
func digits(v float64) string {
	if v >= 100 {
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.3g", v)
}
