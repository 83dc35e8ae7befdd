/** How a door is drawn. */
export interface DoorDrawing {
  hinge: { x: number; y: number };
  radius: number;
  /** Direction of the wall from the hinge to the strike, in degrees. */
  wallDegrees: number;
  /** From the wall to the open leaf, in degrees; positive is counter-clockwise. */
  swingDegrees: number;
  leaf: "line" | "rectangle" | "filled" | "none";
  arc: "bezier" | "beziers" | "polyline" | "coarse" | "soup" | "dashes";
  /** Threshold line across the opening. */
  threshold?: boolean;
  /** Leave out the wall ends beside the opening. */
  noWall?: boolean;
}

interface Point {
  x: number;
  y: number;
}

/** Draws plans as PDF operators. Everything it draws can be turned as a whole. */
export class PlanWriter {
  readonly operators: string[] = [];
  readonly doors: { x: number; y: number; radius: number }[] = [];
  readonly #turn: { degrees: number; about: Point };

  constructor(turn: { degrees: number; about: Point } = { degrees: 0, about: { x: 0, y: 0 } }) {
    this.#turn = turn;
  }

  line(a: Point, b: Point, width: number = 0.5): this {
    this.operators.push(`${width} w ${this.#at(a)} m ${this.#at(b)} l S`);
    return this;
  }

  polygon(points: Point[], paint: "S" | "f" = "S"): this {
    const [first, ...rest] = points.map((point) => this.#at(point));
    this.operators.push(`0.5 w ${first} m ${rest.map((point) => `${point} l`).join(" ")} h ${paint}`);
    return this;
  }

  /** An arc of as many Beziers as asked for, in one path. */
  bezierArc(
    center: Point,
    radius: number,
    fromDegrees: number,
    sweepDegrees: number,
    count: number = 1,
  ): this {
    const step = sweepDegrees / count;
    const handle = (4 / 3) * Math.tan((step * Math.PI) / 720) * radius;
    let path = `0.35 w ${this.#at(polar(center, radius, fromDegrees))} m`;
    for (let index = 0; index < count; index += 1) {
      const a = fromDegrees + index * step;
      const [from, to] = [polar(center, radius, a), polar(center, radius, a + step)];
      const first = polar(from, handle, a + 90);
      const second = polar(to, handle, a + step - 90);
      path += ` ${this.#at(first)} ${this.#at(second)} ${this.#at(to)} c`;
    }
    this.operators.push(`${path} S`);
    return this;
  }

  polylineArc(center: Point, radius: number, fromDegrees: number, sweepDegrees: number, count: number): this {
    const points = Array.from({ length: count + 1 }, (_, index) =>
      this.#at(polar(center, radius, fromDegrees + (index * sweepDegrees) / count)),
    );
    this.operators.push(
      `0.35 w ${points[0]} m ${points
        .slice(1)
        .map((point) => `${point} l`)
        .join(" ")} S`,
    );
    return this;
  }

  circle(center: Point, radius: number): this {
    return this.bezierArc(center, radius, 0, 360, 4);
  }

  text(at: Point, text: string, size: number = 6): this {
    const { x, y } = this.#place(at);
    this.operators.push(`BT /F1 ${size} Tf ${x.toFixed(3)} ${y.toFixed(3)} Td (${text}) Tj ET`);
    return this;
  }

  door(door: DoorDrawing): this {
    const { hinge, radius, wallDegrees, swingDegrees, leaf } = door;
    const openDegrees = wallDegrees + swingDegrees;
    const tip = polar(hinge, radius, openDegrees);
    const strike = polar(hinge, radius, wallDegrees);
    if (leaf === "line") this.line(hinge, tip, 0.9);
    if (leaf === "rectangle" || leaf === "filled") {
      const thickness = 0.06 * radius * Math.sign(-swingDegrees);
      const side = openDegrees + 90;
      const corners = [hinge, tip, polar(tip, thickness, side), polar(hinge, thickness, side)];
      this.polygon(corners, leaf === "filled" ? "f" : "S");
    }
    this.#arc(door, openDegrees);
    if (door.threshold) this.line(hinge, strike);
    if (!door.noWall) {
      const thickness = 5;
      for (const [end, away] of [
        [hinge, wallDegrees + 180],
        [strike, wallDegrees],
      ] as const) {
        const far = polar(end, 60, away);
        const [inner, farInner] = [
          polar(end, thickness, wallDegrees - 90),
          polar(far, thickness, wallDegrees - 90),
        ];
        this.line(end, far, 1.2).line(inner, farInner, 1.2).line(end, inner, 1.2);
      }
    }
    if (leaf !== "none") this.doors.push({ ...this.#place(hinge), radius });
    return this;
  }

  content(): string {
    return this.operators.join("\n");
  }

  #arc({ hinge, radius, swingDegrees, arc }: DoorDrawing, openDegrees: number): void {
    if (arc === "bezier") this.bezierArc(hinge, radius, openDegrees, -swingDegrees);
    if (arc === "beziers") this.bezierArc(hinge, radius, openDegrees, -swingDegrees, 4);
    if (arc === "polyline") this.polylineArc(hinge, radius, openDegrees, -swingDegrees, 24);
    if (arc === "coarse") this.polylineArc(hinge, radius, openDegrees, -swingDegrees, 6);
    const pieces = 18;
    for (let index = 0; index < pieces && (arc === "soup" || arc === "dashes"); index += 1) {
      const step = -swingDegrees / pieces;
      const from = openDegrees + index * step;
      this.polylineArc(hinge, radius, from, arc === "soup" ? step : 0.55 * step, 1);
    }
  }

  #place({ x, y }: Point): Point {
    const { degrees, about } = this.#turn;
    const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    const [dx, dy] = [x - about.x, y - about.y];
    return { x: about.x + dx * cos - dy * sin, y: about.y + dx * sin + dy * cos };
  }

  #at(point: Point): string {
    const { x, y } = this.#place(point);
    return `${x.toFixed(4)} ${y.toFixed(4)}`;
  }
}

export function polar(center: Point, radius: number, degrees: number): Point {
  const radians = (degrees * Math.PI) / 180;
  return { x: center.x + radius * Math.cos(radians), y: center.y + radius * Math.sin(radians) };
}
