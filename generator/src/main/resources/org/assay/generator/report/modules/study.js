// SPDX-License-Identifier: Apache-2.0
/** The figures of all models of one length of inputs. */
import { number, share } from "./format.js";
import { frontierFigure } from "./frontier.js";
import { scatter } from "./scatter.js";

const OPERATIONS = "operations of the checker";
const FLOPS = "FLOPs by the published rules";

/** Draws the figures for inputs of k tokens. */
export function studyFigures(place, data, k) {
  place.replaceChildren();
  const rows = rowsOf(data, k);
  const published = data.published.filter((one) => one.k === k);
  scatter(place, boundAgainstOperations(rows, k));
  frontierFigure(place, frontierOf(data, rows, k));
  const priced = rows.filter((row) => row.kind.flops !== null);
  if (priced.length > 0) scatter(place, boundAgainstFlops(priced, published, k));
  const sized = data.kinds.filter((kind) => kind.k === k && kind.flops !== null && kind.dimension !== null);
  if (sized.length > 0) scatter(place, dimensionAgainstFlops(sized, published, k));
  const ratios = strongest(rows.filter((row) => row.model.ratio !== null && row.kind.byCells));
  if (ratios.length > 0) scatter(place, boundAgainstRatio(ratios, k));
}

/** One object for each proof of a model with inputs of k tokens. */
export function rowsOf(data, k) {
  return data.models.filter((model) => model.k === k).flatMap((model) =>
    model.proofs.map(([kind, correct, accuracy, operations]) => ({
      model, kind: data.kinds[kind], correct, bound: Number(accuracy), operations,
      ofTruth: model.truth ? Number(accuracy) / model.truth : null,
    })));
}

function told(row) {
  return [row.model.name, row.kind.name, "proved share " + share(row.bound),
    number(row.operations) + " operations"];
}

function grouped(rows, point, wanted = () => true) {
  return d3.groups(rows.filter(wanted), (row) => row.kind.group)
    .map(([group, some]) => ({ key: group, group, points: some.map(point) }));
}

function boundAgainstOperations(rows, k) {
  return {
    id: "bound-against-cost-k" + k,
    title: "Bound against cost, K = " + k,
    text: "Each point is a proof: the share of inputs it proves right, over the operations that checking it"
      + " takes. Up and to the left is better.",
    x: { name: OPERATIONS, log: true },
    y: { name: "share of inputs proved right" },
    series: grouped(rows, (row) => ({ x: row.operations, y: row.bound, lines: told(row) })),
  };
}

/** Means over the models, one for each kind of proof. */
function frontierOf(data, rows, k) {
  const means = d3.groups(rows, (row) => row.kind).map(([kind, some]) => {
    const left = d3.mean(some, (row) => 1 - (row.ofTruth ?? row.bound));
    const cost = d3.mean(some, (row) => row.operations);
    return { x: cost, y: left, group: kind.group, name: kind.short,
      lines: [kind.name, "unproved share of right inputs " + number(left),
        number(Math.round(cost)) + " operations", "mean of " + some.length] };
  });
  const complete = means.filter((point) => point.y <= 0);
  const isKnown = rows.some((row) => row.model.truth);
  return {
    id: "frontier-k" + k,
    title: "Frontier of cost and bound, K = " + k,
    text: "Means over the models. Lower and to the left is better; a proof on the staircase is beaten by none"
      + " in both. " + (isKnown ? "What is right is known by " + data.truthBy + "." : "All inputs count as right.")
      + complete.map((point) => " Nothing is left by " + point.name + ", at " + point.lines[2] + ".").join(""),
    x: { name: OPERATIONS, log: true },
    y: { name: "share of right inputs left unproved", log: true },
    points: means.filter((point) => point.y > 0),
  };
}

function boundAgainstFlops(rows, published, k) {
  const ours = grouped(rows, (row) => ({ x: row.kind.flops, y: row.ofTruth ?? row.bound, lines:
    [row.model.name, row.kind.name, "proved share of right inputs " + share(row.ofTruth ?? row.bound),
      number(row.kind.flops) + " FLOPs by the published rules"] }));
  return {
    id: "bound-against-flops-k" + k,
    title: "Bound against published cost, K = " + k,
    text: "Both sides by the published rules of counting, for proofs that have a price by them."
      + (published.length > 0 ? " Hollow marks: published means over other models." : ""),
    x: { name: FLOPS, log: true },
    y: { name: "proved share of right inputs" },
    series: withoutFar([...ours, ...hollow(published, (one) => Number(one.mean))]),
  };
}

function dimensionAgainstFlops(kinds, published, k) {
  const ours = d3.groups(kinds, (kind) => kind.group).map(([group, some]) => ({ key: group, group,
    points: some.map((kind) => ({ x: kind.flops, y: Number(kind.dimension), lines:
      [kind.name, number(Number(kind.dimension)) + " unexplained dimensions", number(kind.flops) + " FLOPs"] })) }));
  return {
    id: "dimension-against-flops-k" + k,
    title: "Unexplained dimension against published cost, K = " + k,
    text: "How many numbers a proof treats as having no structure, over its FLOPs, both by the published rules."
      + (published.length > 0 ? " Hollow marks: published values." : ""),
    x: { name: FLOPS, log: true },
    y: { name: "unexplained dimension", log: true },
    series: withoutFar([...ours, ...hollow(published, (one) => Number(one.dimension))]),
  };
}

/** Published values: hollow marks in the colours of their groups. */
function hollow(published, value) {
  return published.filter((one) => one.group !== "brute-force").map((one) => ({ key: "published",
    group: one.group, hollow: true, name: "published (hollow)", points: [{ x: one.flops, y: value(one), lines:
      [one.group + ", published", "mean " + one.mean + " ± " + one.deviation
        + (one.normalised ? " of the right inputs" : " of all inputs"), number(one.flops) + " FLOPs"] }] }));
}

/** Groups that cost 100 times what all others cost are off at first: they would press the rest together. */
function withoutFar(series) {
  const least = series.map((one) => d3.min(one.points, (p) => p.x));
  const most = series.map((one) => d3.max(one.points, (p) => p.x));
  return series.map((one, i) => {
    const others = d3.max(most.filter((x) => x < least[i]));
    return { ...one, isOff: others !== undefined && least[i] > 100 * others };
  });
}

/** Of each group the kind of proof with the best mean. */
function strongest(rows) {
  return d3.groups(rows, (row) => row.kind.group).flatMap(([, some]) => {
    const kinds = d3.groups(some, (row) => row.kind);
    return kinds[d3.maxIndex(kinds, ([, of]) => d3.mean(of, (row) => row.bound))][1];
  });
}

function boundAgainstRatio(rows, k) {
  return {
    id: "bound-against-singular-ratio-k" + k,
    title: "Bound against singular ratio, K = " + k,
    text: "A model whose attention scores are nearly of rank 1 has a large ratio. Of each group the kind of"
      + " proof with the best mean. Lines are fitted by least squares.",
    x: { name: "first over second singular value of EQKE" },
    y: { name: "proved share of right inputs" },
    series: grouped(rows, (row) => ({ x: row.model.ratio, y: row.ofTruth ?? row.bound, lines:
      [...told(row), "singular ratio " + number(row.model.ratio)] })).map((one) => ({ ...one, line: true })),
  };
}
