// Offers questions while one is typed: gives the page's own text box a list, which the browser filters as people type.

export default function ({ data, parentElement }) {
  const box = document.querySelector(`input[aria-label="${CSS.escape(data.label)}"]`);
  if (!box) return;
  const name = "dutygraph-questions";
  let list = document.getElementById(name);
  if (!list) {
    list = document.createElement("datalist");
    list.id = name;
    document.body.append(list);
  }
  list.replaceChildren(...data.questions.map((question) => new Option(question, question)));
  box.setAttribute("list", name);
}
