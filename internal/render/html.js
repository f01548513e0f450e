"use strict";
(() => {
const $ = id => document.getElementById(id);
const root = document.documentElement;
root.classList.add("live");

const search = $("search"), status = $("status"), clear = $("clear"), fold = $("fold");
const byCheck = $("by-check"), byPackage = $("by-package");
const sections = [...byCheck.children];
const findings = [];
for (const section of sections) {
	const sub = section.dataset.c, tier = section.querySelector("h2 em");
	for (const el of section.querySelectorAll(":scope > .f")) {
		findings.push({
			el, section, sub,
			check: sub.split("/")[0],
			tier: tier ? tier.textContent : "",
			pkg: el.dataset.p,
			order: Number(el.dataset.o),
			text: null,
			shown: true,
		});
	}
}
const byElement = new Map(findings.map(f => [f.el, f]));
const boxes = [...document.querySelectorAll("#totals input")];

// In the order of the page.
let ordered = findings;
let current = null;
let grouping = "check";

// Text is gathered when somebody searches for the first time.
function textOf(f) {
	if (f.text === null) {
		f.text = (f.el.textContent + " " + f.tier).toLowerCase();
	}
	return f.text;
}

function checked(kind) {
	return new Set(boxes.filter(b => b.checked && b.dataset[kind]).map(b => b.dataset[kind]));
}

function plural(n) { return n === 1 ? "1 finding" : n + " findings"; }

function apply() {
	const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
	const tiers = checked("t"), checks = checked("f"), subs = checked("c"), packages = checked("p");
	const anyCheck = checks.size + subs.size === 0;
	const left = new Map();
	let n = 0;
	for (const f of findings) {
		f.shown = (tiers.size === 0 || tiers.has(f.tier)) &&
			(anyCheck || checks.has(f.check) || subs.has(f.sub)) &&
			(packages.size === 0 || packages.has(f.pkg)) &&
			words.every(w => textOf(f).includes(w));
		if (f.el.hidden === f.shown) f.el.hidden = !f.shown;
		const group = f.el.parentElement;
		left.set(group, (left.get(group) || 0) + (f.shown ? 1 : 0));
		n += f.shown ? 1 : 0;
	}
	for (const [group, count] of left) {
		group.hidden = count === 0;
		group.querySelector("h2 > b").textContent = count;
	}
	const all = n === findings.length;
	status.textContent = all ? plural(n) : n + " of " + plural(findings.length);
	clear.hidden = !search.value && !boxes.some(b => b.checked);
	$("nothing").hidden = n > 0;
}

let timer = 0;
function soon() {
	clearTimeout(timer);
	timer = setTimeout(apply, findings.length > 1000 ? 120 : 0);
}

function clearFilters() {
	search.value = "";
	for (const b of boxes) b.checked = false;
	apply();
}

// fill moves findings to the end of their groups.
function fill(list, groupOf) {
	const parts = new Map();
	for (const f of list) {
		const group = groupOf(f);
		if (!parts.has(group)) parts.set(group, document.createDocumentFragment());
		parts.get(group).append(f.el);
	}
	for (const [group, part] of parts) group.append(part);
}

function regroup(by) {
	if (by === grouping) return;
	grouping = by;
	// While nothing is shown, moving is cheap.
	byCheck.hidden = byPackage.hidden = true;
	for (const radio of $("filters").elements.group) radio.checked = radio.value === by;
	if (by === "package") {
		const groups = new Map();
		for (const b of boxes) {
			if (!b.dataset.p) continue;
			let section = $("group-" + b.dataset.p);
			if (!section) {
				section = document.createElement("section");
				section.id = "group-" + b.dataset.p;
				section.className = "sub";
				const h2 = document.createElement("h2");
				h2.id = section.id + "-title";
				const name = document.createElement("span"), n = document.createElement("b");
				name.textContent = b.parentElement.querySelector("span").textContent;
				h2.append(name, " ", n);
				section.append(h2);
				section.setAttribute("aria-labelledby", h2.id);
				byPackage.append(section);
			}
			groups.set(b.dataset.p, section);
		}
		ordered = [...findings].sort((a, b) =>
			(Number(a.pkg.slice(1)) - Number(b.pkg.slice(1))) || a.order - b.order);
		fill(ordered, f => groups.get(f.pkg));
	} else {
		ordered = findings;
		fill(findings, f => f.section);
	}
	byCheck.hidden = by !== "check";
	byPackage.hidden = by !== "package";
	apply();
	if (current) current.el.scrollIntoView({block: "nearest"});
}

function select(f) {
	if (current) current.el.classList.remove("current");
	current = f;
	if (f) f.el.classList.add("current");
}

function goTo(f) {
	select(f);
	const summary = f.el.querySelector("summary");
	summary.focus({preventScroll: true});
	f.el.scrollIntoView({block: f.el.offsetHeight > innerHeight - 80 ? "start" : "nearest"});
}

function move(step) {
	let i = current ? ordered.indexOf(current) : step > 0 ? -1 : ordered.length;
	for (i += step; i >= 0 && i < ordered.length; i += step) {
		if (ordered[i].shown) return goTo(ordered[i]);
	}
	if (current && current.shown) goTo(current);
}

// foldAll folds everything if anything that is shown is unfolded.
function foldAll() {
	const open = !findings.some(f => f.shown && f.el.open);
	for (const f of findings) if (f.shown) f.el.open = open;
	fold.firstChild.data = open ? "Fold all " : "Unfold all ";
	if (current) current.el.scrollIntoView({block: "nearest"});
}

// The explanation stands in the page once; it is copied to where it is asked for.
function explain(why) {
	if (why.dataset.full) return;
	why.dataset.full = "1";
	const text = document.getElementById(why.querySelector("a").hash.slice(1));
	if (!text) return;
	const copy = text.cloneNode(true);
	copy.removeAttribute("id");
	why.lastElementChild.replaceWith(copy);
}

function positionOf(f) { return f.el.querySelector(".where").textContent; }

function say(words) {
	status.textContent = words;
	clearTimeout(timer);
	timer = setTimeout(apply, 2000);
}

function copyPosition(f) {
	const text = positionOf(f);
	const byHand = () => {
		const range = document.createRange();
		range.selectNodeContents(f.el.querySelector(".where"));
		const selection = getSelection();
		selection.removeAllRanges();
		selection.addRange(range);
		document.execCommand("copy");
		say("Copied " + text);
	};
	if (navigator.clipboard) {
		navigator.clipboard.writeText(text).then(() => say("Copied " + text), byHand);
	} else {
		byHand();
	}
}

// The button is added when a finding is about to be used, not to all of them.
function offerCopy(f) {
	if (f.el.querySelector(".copy")) return;
	const button = document.createElement("button");
	button.type = "button";
	button.className = "copy";
	button.textContent = "Copy position";
	f.el.querySelector(".meta").prepend(button);
}

function reveal() {
	let id = "";
	try { id = decodeURIComponent(location.hash.slice(1)); } catch { return; }
	const el = id && $(id);
	if (!el) return;
	const f = byElement.get(el.closest(".f"));
	if (f) {
		if (!f.shown) clearFilters();
		f.el.open = true;
		select(f);
	} else if (el.closest("#by-check")) {
		regroup("check");
		if (el.hidden || el.closest("[hidden]")) clearFilters();
		const rule = el.closest("details.rule");
		if (rule) rule.open = true;
	}
	el.scrollIntoView({block: "start"});
}

search.addEventListener("input", soon);
$("filters").addEventListener("submit", e => e.preventDefault());
$("filters").addEventListener("change", e => { if (e.target.name === "group") regroup(e.target.value); });
$("totals").addEventListener("change", apply);
clear.addEventListener("click", () => { clearFilters(); search.focus(); });
fold.addEventListener("click", foldAll);
$("help").addEventListener("click", () => $("keys").showModal());
addEventListener("hashchange", reveal);

const main = $("findings");
main.addEventListener("toggle", e => {
	if (e.target.matches(".why") && e.target.open) explain(e.target);
}, true);
main.addEventListener("click", e => {
	const f = byElement.get(e.target.closest(".f"));
	if (!f) return;
	select(f);
	if (e.target.matches(".copy")) copyPosition(f);
	const link = e.target.closest("a[href^='#']");
	if (link && link.hash === location.hash) reveal();
});
main.addEventListener("focusin", e => {
	const f = byElement.get(e.target.closest(".f"));
	if (f) { select(f); offerCopy(f); }
});
main.addEventListener("pointerover", e => {
	const f = byElement.get(e.target.closest(".f"));
	if (f) offerCopy(f);
});

addEventListener("keydown", e => {
	if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || $("keys").open) return;
	const typing = e.target.matches("input[type=search]");
	if (e.key === "Escape") {
		clearFilters();
		if (typing) search.blur();
	} else if (typing) {
		if (e.key !== "Enter" && e.key !== "ArrowDown") return;
		clearTimeout(timer);
		apply();
		select(null);
		move(1);
	} else if (e.key === "ArrowDown" || e.key === "ArrowUp") {
		// Within a group of radio buttons they have a meaning already.
		if (e.target.matches("input[type=radio]")) return;
		move(e.key === "ArrowDown" ? 1 : -1);
	} else {
		switch (e.key) {
		case "j": move(1); break;
		case "k": move(-1); break;
		case "/": $("totals").closest("nav").scrollIntoView({block: "nearest"}); search.focus(); search.select(); break;
		case "?": $("keys").showModal(); break;
		case "f": foldAll(); break;
		case "g": regroup(grouping === "check" ? "package" : "check"); break;
		case "c": if (!current) return; copyPosition(current); break;
		case "e": {
			const why = current && current.el.querySelector(".why");
			if (!why) return;
			why.open = !why.open;
			why.scrollIntoView({block: "nearest"});
			break;
		}
		case "Enter":
			// A summary that has the focus folds by itself.
			if (!current || e.target !== document.body) return;
			current.el.open = !current.el.open;
			break;
		default: return;
		}
	}
	e.preventDefault();
});

// On a narrow screen the totals would stand in front of everything.
const narrow = matchMedia("(max-width: 60rem)");
const fit = () => { $("totals").open = !narrow.matches; };
narrow.addEventListener("change", fit);
fit();
// What the browser kept of a form from before a reload.
if (search.value || boxes.some(b => b.checked)) apply();
reveal();
})();
