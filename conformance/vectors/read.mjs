// The vectors read in JavaScript: three losses in float64, by textbook formulas, against their truth.  node read.mjs 4
import { readFileSync } from "node:fs";

const ALLOWED = Number(process.argv[2] ?? 4); // ulp: exp and log1p, each off by one or two, and a few roundings

const number = (text) => { // C's hexadecimal notation; "" is no number
  const m = /^(-?)0x([01])\.?([0-9a-f]*)p([+-]\d+)$/.exec(text);
  if (!m) return { "": 0, inf: Infinity, "-inf": -Infinity }[text] ?? NaN;
  return (m[1] ? -1 : 1) * Number(BigInt("0x" + m[2] + m[3])) * 2 ** (-4 * m[3].length) * 2 ** Number(m[4]);
};
const param = (p) => Array.isArray(p) ? p.map(param) : typeof p?.float === "string" ? number(p.float) : p;
const ulps = (x, truth, i) => {
  const [near, rest, scale] = ["data", "rest", "scale"].map((key) => number(truth[key]?.[i] ?? ""));
  if (!Number.isFinite(x) || !Number.isFinite(near)) return Object.is(x, near) ? 0 : Infinity;
  const size = Math.min(Math.max(Math.abs(near + rest), scale, 2 ** -1022), Number.MAX_VALUE);
  let e = Math.floor(Math.log2(size));
  if (2 ** e > size) e -= 1; // log2 rounds
  return Math.abs((x - near - rest) / 2 ** Math.max(e - 52, -1074));
};

const times = (a, x) => a === 0 ? 0 : a * x; // no share of an infinity is none of it
const softplus = (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const LOSSES = {
  huber: ([pred], [target], { delta = 1 }) => {
    const e = Math.abs(pred - target);
    return e <= delta ? 0.5 * e * e : delta * (e - 0.5 * delta);
  },
  sigmoid_cross_entropy: ([x], [target], { label_smoothing: s = 0, pos_weight = 1 }) => {
    const share = (y) => y * (1 - s) + s / 2; // of each class by itself: 1 - share(y) would lose digits
    return times(pos_weight * share(target), softplus(-x)) + times(share(1 - target), softplus(x));
  },
  softmax_cross_entropy: (x, labels, { label_smoothing: s = 0, class_weight: w = [] }) => {
    const top = x.indexOf(Math.max(...x));
    const gaps = x.map((v) => v === x[top] ? 0 : x[top] - v);
    const others = Math.log1p(gaps.reduce((sum, gap, k) => k === top ? sum : sum + Math.exp(-gap), 0));
    const y = labels.length === x.length && x.length > 1 ? labels : x.map((_, k) => k === labels[0] ? 1 : 0);
    return gaps.reduce((sum, gap, k) => sum + times((w[k] ?? 1) * (y[k] * (1 - s) + s / x.length), gap + others), 0);
  },
};

for (const [loss, formula] of Object.entries(LOSSES)) {
  const { cases } = JSON.parse(readFileSync(new URL(`${loss}.json`, import.meta.url)));
  let [checked, worst] = [0, 0];
  for (const c of cases) {
    const known = Object.keys(c.params).every((p) => /^(delta|label_smoothing|pos_weight|class_weight)$/.test(p));
    if (c.dtype !== "float64" || c.reduction || c.where || c.weight || !known) continue;
    const params = Object.fromEntries(Object.entries(c.params).map(([name, p]) => [name, param(p)]));
    c.value.data.forEach((_, i) => {
      const rows = c.arrays.map(({ data, shape }) => {
        const width = data.length / shape[0];
        return data.slice(i * width, (i + 1) * width).map((x) => typeof x === "string" ? number(x) : x);
      });
      const error = c.claimed?.value[i] === 0 ? 0 : ulps(formula(...rows, params), c.value, i);
      if (!(error <= ALLOWED)) throw new Error(`${loss} ${c.id}[${i}]: ${error} ulp, allowed are ${ALLOWED}`);
      [checked, worst] = [checked + 1, Math.max(worst, error)];
    });
  }
  console.log(`${loss}: ${checked} values, at most ${worst.toFixed(2)} ulp off`);
}
