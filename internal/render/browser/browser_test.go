// Package browser opens reports in a real browser.
//
// It is a module of its own, so that a browser's protocol is no dependency of those
// who use the product.
package browser

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const root = "../../.." // of the repository

// browserNames are the names that a browser which speaks the protocol may have.
var browserNames = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "headless_shell"}

// A tab is a page in a browser, with what went wrong in it.
type tab struct {
	context.Context
	t *testing.T

	mu       sync.Mutex
	requests []string
	problems []string
}

// open starts a browser, which ends with the test.
func open(t *testing.T) *tab {
	t.Helper()
	var program string
	for _, name := range browserNames {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	if program == "" {
		t.Skipf("no browser: none of %s is installed", strings.Join(browserNames, ", "))
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.WindowSize(1360, 900))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // as root there is none
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	b := &tab{t: t}
	b.Context, cancel = chromedp.NewContext(ctx, chromedp.WithListener(b.listen))
	t.Cleanup(cancel)
	b.run(chromedp.Navigate("about:blank"))
	call(b, network.Enable, network.EnableParams{})
	call(b, log.Enable, cdp.Empty{})
	return b
}

func (b *tab) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	case *runtime.EventConsoleAPICalled:
		b.problems = append(b.problems, fmt.Sprintf("console.%s: %s", e.Type, e.Args[0].Value))
	case *runtime.EventExceptionThrown:
		b.problems = append(b.problems, fmt.Sprintf("%+v", e.ExceptionDetails))
	case *log.EventEntryAdded:
		b.problems = append(b.problems, e.Entry.Text)
	case *page.EventJavascriptDialogOpening:
		b.problems = append(b.problems, "a dialog opened: "+e.Message)
	}
}

// quiet fails the test if the page asked for anything but itself and what stands
// in it, or had something to complain about.
func (b *tab) quiet() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, url := range b.requests {
		if !strings.HasPrefix(url, "file:") && !strings.HasPrefix(url, "data:") && url != "about:blank" {
			b.t.Errorf("the page requested %s", url)
		}
	}
	files := slices.DeleteFunc(slices.Clone(b.requests), func(url string) bool { return !strings.HasPrefix(url, "file:") })
	if len(slices.Compact(files)) > 1 {
		b.t.Errorf("the page requested other files: %q", files)
	}
	for _, problem := range b.problems {
		b.t.Errorf("in the console: %s", problem)
	}
}

func (b *tab) run(action chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	get(b, action)
}

// get returns what an action comes to.
func get[T any](b *tab, action chromedp.Action[T]) T {
	b.t.Helper()
	v, err := chromedp.Run(b, action)
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

// call calls a command of the protocol.
func call[P, R any](b *tab, command cdp.Command[P, R], params P) {
	b.t.Helper()
	if _, err := chromedp.Call(b, command, params); err != nil {
		b.t.Fatal(err)
	}
}

func (b *tab) visit(file string) {
	b.t.Helper()
	b.run(chromedp.Navigate((&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}).String()))
}

// eval returns what an expression comes to in the page.
func eval[T any](b *tab, js string) T {
	b.t.Helper()
	return get(b, chromedp.Evaluate[T](js))
}

// wait waits until an expression is true in the page.
func (b *tab) wait(js string) {
	b.t.Helper()
	poll := chromedp.Poll[chromedp.Void](js, chromedp.WithPollingInterval(10*time.Millisecond), chromedp.WithPollingTimeout(5*time.Second))
	if _, err := chromedp.Run(b, poll); err != nil {
		b.t.Fatalf("%s does not come true: %v", js, err)
	}
}

// press presses keys, one after the other, as a keyboard does: the character comes
// with the key, so that a page which handles the key does not get the character.
func (b *tab) press(keys ...string) {
	b.t.Helper()
	for _, name := range keys {
		for _, r := range name {
			key := kb.Keys[r]
			event := input.DispatchKeyEventParams{
				Type: input.DispatchKeyEventTypeKeyDown, Code: key.Code, Key: key.Key, WindowsVirtualKeyCode: key.Windows,
			}
			if key.Print {
				event.Text, event.UnmodifiedText = key.Text, key.Unmodified
			}
			call(b, input.DispatchKeyEvent, event)
			event.Type, event.Text, event.UnmodifiedText = input.DispatchKeyEventTypeKeyUp, "", ""
			call(b, input.DispatchKeyEvent, event)
		}
	}
}

func (b *tab) scheme(name string) {
	b.t.Helper()
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}},
	})
}

func (b *tab) width(px, height int64) {
	b.t.Helper()
	b.run(chromedp.EmulateViewport(px, height))
}

// shoot takes a picture of what is seen, for whoever reads the test's artifacts.
func (b *tab) shoot(name string) {
	b.t.Helper()
	png := get(b, chromedp.CaptureScreenshot())
	if err := os.WriteFile(filepath.Join(b.t.ArtifactDir(), name), png, 0o666); err != nil {
		b.t.Fatal(err)
	}
}

// report writes a report of findings in dir with the program as it is built for
// users.
func report(t *testing.T, dir string, args ...string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "futurelint")
	build := exec.Command("go", "build", "-o", program, "./cmd/futurelint")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the program: %v\n%s", err, out)
	}
	name := filepath.Join(t.TempDir(), "report.html")
	run := exec.Command(program, append([]string{"-f", "html=" + name}, args...)...)
	run.Dir = dir
	var stderr bytes.Buffer
	run.Stderr = &stderr
	if exit := (*exec.ExitError)(nil); !errors.As(run.Run(), &exit) || exit.ExitCode() != 1 {
		t.Fatalf("no findings: %v\n%s", run.ProcessState, stderr.Bytes())
	}
	return name
}

// shown counts the findings that are not filtered away.
const shown = `document.querySelectorAll(".f:not([hidden])").length`

func TestHTMLInBrowser(t *testing.T) {
	b := open(t)
	b.scheme("light")
	b.visit(report(t, root, "-tier=strict", "./_example"))
	total := eval[int](b, shown)
	if total < 8 {
		t.Fatalf("%d findings are shown; the example has more", total)
	}
	if got, want := eval[string](b, `document.querySelector("h1").innerText`), fmt.Sprint(total, " findings"); got != want {
		t.Errorf("the heading says %q, want %q", got, want)
	}
	sum := eval[int](b, `[...document.querySelectorAll("#totals [data-f]")].reduce((n, box) => n + Number(box.parentElement.querySelector("b").innerText), 0)`)
	if sum != total {
		t.Errorf("the checks' totals are %d in sum, want %d", sum, total)
	}
	connected(b)
	for _, scheme := range []string{"light", "dark"} {
		b.scheme(scheme)
		contrast(b, scheme)
		b.shoot(scheme + ".png")
	}
	keyboard(b, total)
	filters(b, total)
	groups(b, total)
	b.scheme("light")
	b.width(400, 860)
	narrow(b)
	b.quiet()
}

// connected checks that from the line of every finding to each of its related
// places a line is drawn.
func connected(b *tab) {
	b.t.Helper()
	type connector struct {
		ID               string
		Top, Bottom      float64 // of the connector
		Width, Right     float64
		From, To         [2]float64 // top and bottom of the lines
		Code             float64    // where code starts
		Colour, Nothing  string
		RelatedIsMissing bool
	}
	list := eval[[]connector](b, `[...document.querySelectorAll(".x > s")].map(s => {
		s.scrollIntoView({block: "center"}); // or it is not laid out
		const x = s.parentElement;
		const hit = x.querySelector(".hit"), at = x.querySelector('.at[data-r="' + s.dataset.r + '"]');
		const box = s.getBoundingClientRect(), from = hit.getBoundingClientRect(), to = at.getBoundingClientRect();
		const up = to.top < from.top;
		const first = up ? to : from, last = up ? from : to;
		return {
			ID: x.closest(".f").id, Top: box.top, Bottom: box.bottom, Width: box.width, Right: box.right,
			From: [first.top, first.bottom], To: [last.top, last.bottom], Code: from.left,
			Colour: getComputedStyle(s).borderLeftColor,
			Nothing: getComputedStyle(x).backgroundColor,
		};
	})`)
	if len(list) < 4 {
		b.t.Errorf("%d connectors are drawn; the example has more related places", len(list))
	}
	for _, c := range list {
		within := func(y float64, line [2]float64) bool { return line[0] < y && y < line[1] }
		if !within(c.Top, c.From) || !within(c.Bottom, c.To) || c.Width < 5 || c.Bottom-c.Top < 8 ||
			c.Right > c.Code+1 || c.Right < c.Code-6 || c.Colour == c.Nothing {
			b.t.Errorf("a connector does not join the lines: %+v", c)
		}
	}
	related := eval[int](b, `document.querySelectorAll(".x .say:not(.same):not(.far)").length`)
	if related < len(list) {
		b.t.Errorf("%d related places have a label, want at least %d", related, len(list))
	}
	eval[chromedp.Void](b, `scrollTo(0, 0)`)
}

// contrast checks that all text can be told from what is behind it.
func contrast(b *tab, scheme string) {
	b.t.Helper()
	got := eval[struct {
		Texts      int
		Bad        []string
		Background string
	}](b, `(() => {
		for (const d of document.querySelectorAll("details")) d.open = true;
		for (const f of document.querySelectorAll(".f")) f.style.contentVisibility = "visible";
		const parse = c => { const m = c.match(/[\d.]+/g).map(Number); return {rgb: m.slice(0, 3), a: m.length > 3 ? m[3] : 1}; };
		const over = (top, under) => top.rgb.map((v, i) => v * top.a + under[i] * (1 - top.a));
		const background = el => {
			if (!el) return [255, 255, 255];
			const c = parse(getComputedStyle(el).backgroundColor);
			return c.a === 1 ? c.rgb : over(c, background(el.parentElement));
		};
		const luminance = rgb => {
			const [r, g, b] = rgb.map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
			return .2126 * r + .7152 * g + .0722 * b;
		};
		const bad = new Set(), seen = new Set();
		let texts = 0;
		const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		while (walk.nextNode()) {
			const el = walk.currentNode.parentElement;
			if (!walk.currentNode.data.trim() || !el.checkVisibility() || seen.has(el)) continue;
			seen.add(el);
			texts++;
			const behind = background(el), colour = over(parse(getComputedStyle(el).color), behind);
			const [hi, lo] = [luminance(colour), luminance(behind)].sort((a, b) => b - a);
			const ratio = (hi + .05) / (lo + .05);
			if (ratio < 4.5) bad.add(el.tagName + "." + el.className + " " + walk.currentNode.data.trim().slice(0, 20) + ": " + ratio.toFixed(2));
		}
		for (const f of document.querySelectorAll(".f")) f.style.contentVisibility = "";
		for (const d of document.querySelectorAll(".rule, .why")) d.open = false;
		return {Texts: texts, Bad: [...bad], Background: getComputedStyle(document.documentElement).backgroundColor};
	})()`)
	if got.Texts < 200 {
		b.t.Errorf("%s: only %d pieces of text were looked at", scheme, got.Texts)
	}
	for _, bad := range got.Bad {
		b.t.Errorf("%s: contrast below 4.5: %s", scheme, bad)
	}
	var red, green, blue int
	fmt.Sscanf(got.Background, "rgb(%d, %d, %d)", &red, &green, &blue)
	if dark := red+green+blue < 3*128; dark != (scheme == "dark") {
		b.t.Errorf("%s: the background is %s", scheme, got.Background)
	}
}

func keyboard(b *tab, total int) {
	b.t.Helper()
	const at = `[...document.querySelectorAll(".f:not([hidden])")].indexOf(document.activeElement.closest(".f"))`
	for _, step := range []struct {
		key  string
		want int
	}{{"j", 0}, {"j", 1}, {kb.ArrowDown, 2}, {"k", 1}, {kb.ArrowUp, 0}, {"k", 0}} {
		b.press(step.key)
		if got := eval[int](b, at); got != step.want {
			b.t.Errorf("after %q the focus is on finding %d, want %d", step.key, got, step.want)
		}
	}
	if eval[string](b, `getComputedStyle(document.activeElement).outlineStyle`) == "none" {
		b.t.Error("the focus cannot be seen")
	}
	const folded = `document.activeElement.closest(".f").open`
	for _, want := range []bool{false, true} {
		if b.press(kb.Enter); eval[bool](b, folded) != want {
			b.t.Errorf("after Enter, unfolded is not %v", want)
		}
	}
	const why = `document.activeElement.closest(".f").querySelector(".why")`
	b.press("e")
	b.wait(why + `.open && ` + why + `.querySelectorAll("pre").length === 2`)
	b.press("e")
	const unfolded = `document.querySelectorAll(".f[open]").length`
	for _, want := range []int{0, total} {
		if b.press("f"); eval[int](b, unfolded) != want {
			b.t.Errorf("after f, %d findings are unfolded, want %d", eval[int](b, unfolded), want)
		}
	}
	b.press("?")
	if !eval[bool](b, `document.getElementById("keys").open`) {
		b.t.Error("? does not show the keys")
	}
	b.shoot("keys.png")
	b.press(kb.Escape)
	b.wait(`!document.getElementById("keys").open`)
}

func filters(b *tab, total int) {
	b.t.Helper()
	b.press("/")
	if eval[string](b, `document.activeElement.id`) != "search" {
		b.t.Fatal("/ does not lead to the search")
	}
	b.press("QUEUE <-")
	b.wait(shown + ` === 1`)
	if got, want := eval[string](b, `document.getElementById("status").innerText`), fmt.Sprintf("1 of %d findings", total); got != want {
		b.t.Errorf("the status is %q, want %q", got, want)
	}
	b.press(kb.Enter)
	if got := eval[string](b, `document.activeElement.closest(".f").querySelector(".id").innerText`); got != "ctxthread/producer" {
		b.t.Errorf("the search leads to %q", got)
	}
	b.shoot("search.png")
	b.press("/", "xqz")
	b.wait(`!document.getElementById("nothing").hidden`)
	b.press(kb.Escape)
	b.wait(fmt.Sprint(shown, ` === `, total))
	for _, box := range []string{`[data-f="orphan"]`, `[data-c="ctxthread/parent"]`, `[data-t="default"]`, `[data-p="p0"]`} {
		want := eval[int](b, fmt.Sprintf(`Number(document.querySelector('#totals %s').parentElement.querySelector("b").innerText)`, box))
		eval[chromedp.Void](b, fmt.Sprintf(`document.querySelector('#totals %s').click()`, box))
		if got := eval[int](b, shown); got != want || got == 0 {
			b.t.Errorf("%s leaves %d findings, want %d", box, got, want)
		}
		b.press(kb.Escape)
	}
	if got := eval[int](b, shown); got != total {
		b.t.Errorf("Esc leaves %d findings, want all %d", got, total)
	}
}

func groups(b *tab, total int) {
	b.t.Helper()
	const order = `[...document.querySelectorAll(".f")].map(f => f.querySelector(".where").textContent)`
	before := eval[[]string](b, order)
	b.press("g")
	if got := eval[[]string](b, `[...document.querySelectorAll(".sub:has(.f) > h2 > span")].map(e => e.innerText)`); len(got) != 1 || !strings.HasSuffix(got[0], "/_example") {
		b.t.Errorf("the groups are %q, want the package", got)
	}
	if got := eval[int](b, `[...document.querySelectorAll(".f")].filter(f => f.checkVisibility()).length`); got != total {
		b.t.Errorf("%d findings are shown by package, want %d", got, total)
	}
	b.shoot("package.png")
	b.press("g")
	if after := eval[[]string](b, order); !slices.Equal(before, after) {
		b.t.Errorf("there and back the order is %q, want %q", after, before)
	}
	// A permalink unfolds what it leads to.
	eval[chromedp.Void](b, `(() => { const f = document.querySelectorAll(".f")[2]; f.open = false; location.hash = f.id; })()`)
	b.wait(`document.querySelectorAll(".f")[2].open && document.querySelectorAll(".f")[2].classList.contains("current")`)
}

func narrow(b *tab) {
	b.t.Helper()
	eval[chromedp.Void](b, `for (const d of document.querySelectorAll("details")) d.open = true`)
	eval[chromedp.Void](b, `for (const f of document.querySelectorAll(".f")) f.style.contentVisibility = "visible"`)
	if got := eval[[]string](b, `[...document.querySelectorAll("body *")].filter(e => e.checkVisibility() && !e.matches(".sr, .skip") && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.tagName + "." + e.className)`); len(got) > 0 {
		b.t.Errorf("wider than the screen: %q", slices.Compact(got))
	}
	if got := eval[int](b, `document.documentElement.scrollWidth`); got > 400 {
		b.t.Errorf("the page is %d pixels wide on a screen of 400", got)
	}
	eval[chromedp.Void](b, `document.getElementById("totals").open = false`)
	eval[chromedp.Void](b, `scrollTo(0, 0)`)
	b.shoot("narrow.png")
	eval[chromedp.Void](b, `document.querySelector(".x > s").closest(".f").scrollIntoView()`)
	b.shoot("narrow-finding.png")
}
