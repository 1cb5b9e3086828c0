// Puts a document on the screen as text, marks what frames cover, and sends the id of a clicked frame to Python.
// Nothing of the document is taken for HTML: every word goes in by textContent.

const LAYERS = 3;

export default function ({ data, parentElement, setTriggerValue }) {
  const legend = parentElement.querySelector(".legend");
  const text = parentElement.querySelector(".pane");
  // Streamlit calls this on every rerun: build again only when the document itself has changed.
  if (text.signature !== data.signature) {
    text.signature = data.signature;
    build(text, legend, data);
    text.scrollTop = 0;
    text.chosen = undefined;
  }
  text.choose = (id) => setTriggerValue("clicked", id);
  if (text.chosen !== data.chosen) outline(text, data.chosen, true);
}

function build(text, legend, data) {
  const hidden = new Set();
  const marks = [];
  text.marks = marks;
  text.setAttribute("role", "document");
  text.setAttribute("aria-label", data.title);
  text.replaceChildren(...data.passages.map(([look, pieces]) => {
    const paragraph = document.createElement("p");
    paragraph.className = look;
    for (const [words, numbers, label] of pieces) {
      const element = document.createElement(numbers.length ? "mark" : label ? "b" : "span");
      element.textContent = words;
      if (label) element.classList.add("label");
      if (numbers.length) {
        element.frames = numbers.map((number) => data.frames[number]);
        marks.push(element);
      }
      paragraph.append(element);
    }
    return paragraph;
  }));
  const paint = () => {
    for (const mark of marks) shade(mark, hidden);
    const first = marks.find((mark) => mark.shown.length);
    if (first) first.tabIndex = 0;
  };
  paint();

  legend.setAttribute("aria-label", data.label);
  legend.replaceChildren(...data.filters.map(({ key, label, colour, count }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = key.split(":")[0];
    button.style.setProperty("--hue", colour);
    button.textContent = label;
    const number = document.createElement("small");
    number.textContent = count;
    button.append(" ", number);
    button.setAttribute("aria-pressed", "true");
    button.onclick = () => {
      if (!hidden.delete(key)) hidden.add(key);
      button.setAttribute("aria-pressed", String(!hidden.has(key)));
      paint();
    };
    return button;
  }));

  text.onclick = (event) => take(text, event.target.closest("mark"));
  text.onkeydown = (event) => {
    const mark = event.target.closest("mark");
    if (!mark) return;
    const reachable = marks.filter((one) => one.shown.length);
    const place = reachable.indexOf(mark);
    const next = {
      ArrowDown: place + 1, ArrowRight: place + 1, ArrowUp: place - 1, ArrowLeft: place - 1,
      Home: 0, End: reachable.length - 1,
    }[event.key];
    if (event.key === "Enter" || event.key === " ") take(text, mark);
    else if (next === undefined) return;
    else reachable[next]?.focus();
    event.preventDefault();
  };
  // One stop for the Tab key: the mark that had the focus last.
  text.onfocusin = (event) => {
    if (!event.target.frames) return;
    for (const mark of marks) if (mark.tabIndex === 0) mark.tabIndex = -1;
    event.target.tabIndex = 0;
  };
}

// The innermost frame gives the ground, each of the others a line below it.
function shade(mark, hidden) {
  mark.shown = mark.frames.filter((frame) => !frame.keys.some((key) => hidden.has(key)));
  mark.classList.toggle("off", !mark.shown.length);
  if (!mark.shown.length) {
    for (const name of ["role", "tabindex", "aria-label", "title", "style"]) mark.removeAttribute(name);
    return;
  }
  const inner = mark.shown.at(-1);
  mark.style.setProperty("--hue", inner.colour);
  const hues = [...new Set(mark.shown.map((frame) => frame.colour).reverse())].slice(0, LAYERS);
  mark.style.boxShadow = hues.map((hue, layer) => (
    `inset 0 -${2 + 3 * layer}px color-mix(in srgb, ${hue} 62%, var(--st-text-color))` +
    (layer < hues.length - 1 ? `, inset 0 -${3 + 3 * layer}px var(--st-background-color)` : "")
  )).join(", ");
  mark.setAttribute("role", "button");
  mark.tabIndex = -1;
  mark.title = mark.shown.map((frame) => frame.name).reverse().slice(0, 6).join("\n");
}

function take(text, mark) {
  if (!mark?.shown.length) return;
  const id = mark.shown.at(-1).id;
  outline(text, id, false);
  text.choose(id);
}

function outline(text, id, scroll) {
  text.chosen = id;
  const own = text.marks.filter((mark) => mark.frames.some((frame) => frame.id === id));
  for (const mark of text.marks) mark.classList.toggle("chosen", own.includes(mark));
  if (scroll && own.length) {
    // Only the text's own window moves, never the page.
    const place = own[0].getBoundingClientRect().top - text.getBoundingClientRect().top;
    if (place < 0 || place > text.clientHeight - 80) text.scrollTop += place - text.clientHeight / 4;
  }
}
