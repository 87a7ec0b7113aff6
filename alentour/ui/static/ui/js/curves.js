// Curves of constantes with uPlot, fetched only by the pages that show one. The values come from a JSON script tag.
import { each } from "./dom.js";

let library;
const plots = new Set();

function uplot() {
  library ??= new Promise((resolve, reject) => {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = new URL("../vendor/uplot/uPlot.min.css", import.meta.url);
    const script = document.createElement("script");
    script.src = new URL("../vendor/uplot/uPlot.iife.min.js", import.meta.url);
    script.onload = () => resolve(window.uPlot);
    script.onerror = reject;
    document.head.append(sheet, script);
  });
  return library;
}

each("[data-curve]", (figure) => {
  const values = JSON.parse(document.getElementById(figure.dataset.curve).textContent);
  const place = figure.querySelector(".al-curve-plot");
  const plot = { figure, place, values, chart: null };
  plots.add(plot);
  uplot().then((uPlot) => draw(uPlot, plot));
  new ResizeObserver(() => plot.chart?.setSize({ width: place.clientWidth, height: place.clientHeight })).observe(place);
});

function draw(uPlot, plot) {
  const { figure, place, values } = plot;
  const style = getComputedStyle(figure);
  const ink = (name) => style.getPropertyValue(name).trim();
  plot.chart?.destroy();
  const small = figure.hasAttribute("data-small");
  const axis = { stroke: ink("--curve-text"), font: `13px ${style.fontFamily}`, grid: { stroke: ink("--curve-grid"), width: 1 }, ticks: { show: false } };
  plot.chart = new uPlot(
    {
      width: place.clientWidth,
      height: place.clientHeight,
      padding: small ? [4, 4, 4, 4] : [8, 22, 0, 0],
      legend: { show: false },
      cursor: small ? { show: false } : { y: false, points: { size: 9 } },
      scales: { y: { range: (_, low, high) => reach(low, high, values) } },
      axes: small ? [{ show: false }, { show: false }] : [{ ...axis, size: 26, values: (_, ticks) => ticks.map(date) }, { ...axis, size: 44, values: (_, ticks) => ticks.map(number) }],
      series: [{}, { label: values.label, stroke: ink("--curve"), width: 2, points: { show: !small, size: 7, fill: ink("--curve"), stroke: ink("--curve") } }],
      hooks: { drawClear: [(chart) => band(chart, values, ink("--curve-band"))] },
    },
    [values.at, values.values],
    place,
  );
}

/** The scale always shows the expected band, with some air around. */
function reach(low, high, values) {
  const bottom = Math.min(low, values.low ?? low);
  const top = Math.max(high, values.high ?? high);
  const air = (top - bottom || 1) * 0.12;
  return [bottom - air, top + air];
}

function band(chart, values, fill) {
  if (values.low == null && values.high == null) return;
  const { left, top, width, height } = chart.bbox;
  const y = (value, edge) => (value == null ? edge : chart.valToPos(value, "y", true));
  const upper = Math.max(top, y(values.high, top));
  const lower = Math.min(top + height, y(values.low, top + height));
  chart.ctx.fillStyle = fill;
  chart.ctx.fillRect(left, upper, width, lower - upper);
}

const date = (seconds) => new Date(seconds * 1000).toLocaleDateString("fr-FR", { day: "numeric", month: "short" });
const number = (value) => value.toLocaleString("fr-FR");

const redraw = () => uplot().then((uPlot) => plots.forEach((plot) => (plot.figure.isConnected ? draw(uPlot, plot) : plots.delete(plot))));
document.addEventListener("ui:theme", () => plots.size && redraw());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => plots.size && redraw());
