// Draws a pyvis network inside the page and sends the key of a clicked node back to Python.
// vis-network.min.js of pyvis stands before this text and defines globalThis.vis.

export default function ({ data, parentElement, setTriggerValue }) {
  const canvas = parentElement.querySelector(".canvas");
  // Streamlit calls this on every rerun: draw again only when the network itself has changed.
  if (canvas.signature === data.signature) return;
  canvas.signature = data.signature;
  canvas.network?.destroy();
  canvas.setAttribute("aria-label", data.description);
  canvas.style.height = `${data.height}px`;

  const network = new globalThis.vis.Network(
    canvas,
    { nodes: new globalThis.vis.DataSet(data.nodes), edges: new globalThis.vis.DataSet(data.edges) },
    {
      physics: { enabled: false },
      nodes: { margin: 7, font: { face: getComputedStyle(canvas).fontFamily } },
      edges: {
        width: 1.2,
        arrows: { to: { enabled: true, scaleFactor: 0.5 } },
        smooth: { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.45 },
      },
      // The wheel belongs to the page; the buttons and the keyboard zoom.
      interaction: { hover: true, zoomView: false, tooltipDelay: 400, keyboard: { enabled: true, bindToWindow: false } },
    },
  );
  canvas.network = network;
  // For those who measure: when the first picture of these nodes was there.
  network.once("afterDrawing", () => performance.mark("dutygraph-drawn", { detail: data.nodes.length }));
  network.on("click", (event) => {
    if (event.nodes.length) setTriggerValue("clicked", event.nodes[0]);
  });

  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor });
  parentElement.querySelector(".closer").onclick = () => zoom(1.25);
  parentElement.querySelector(".farther").onclick = () => zoom(0.8);
  parentElement.querySelector(".whole").onclick = () => network.fit();
  parentElement.querySelector(".picture").onclick = () => {
    // On the page's own ground, for a transparent picture is black in many programs.
    const drawn = canvas.querySelector("canvas");
    const picture = document.createElement("canvas");
    [picture.width, picture.height] = [drawn.width, drawn.height];
    const ground = picture.getContext("2d");
    ground.fillStyle = getComputedStyle(document.body).backgroundColor;
    ground.fillRect(0, 0, picture.width, picture.height);
    ground.drawImage(drawn, 0, 0);
    const link = document.createElement("a");
    link.download = "dutygraph.png";
    link.href = picture.toDataURL("image/png");
    link.click();
  };

  return () => {
    network.destroy();
    canvas.signature = undefined;
  };
}
