import type { View } from '../layout/view.js';

/** Space around a picture, in pixels. */
const margin = 24;

/** The smallest scale at which a picture that does not fit begins; below, names cannot be read. */
const readable = 0.62;

/** Which part of a picture is seen: dragged by the pointer, zoomed by the wheel. */
export class Viewport {
  /** Whether the last press of the pointer moved the picture, so that its end does not count as a click. */
  wasDragged = false;
  private x = 0;
  private y = 0;
  private scale = 1;

  constructor(
    private readonly drawing: SVGSVGElement,
    private readonly view: View,
  ) {
    requestAnimationFrame(() => this.fit(readable));
    new ResizeObserver(() => this.apply()).observe(drawing);
    drawing.addEventListener('wheel', (event) => {
      event.preventDefault();
      this.zoom(Math.exp(event.deltaY * 0.0016), event);
    });
    drawing.addEventListener('pointerdown', (event) => this.drag(event));
    drawing.addEventListener('focusin', (event) => this.reveal(event.target));
  }

  /** Shows all of the picture; at no smaller scale than asked for, then from its upper left corner on. */
  fit(least = 0): void {
    const { width, height } = this.drawing.getBoundingClientRect();
    const whole = Math.min(width / (this.view.width + 2 * margin), height / (this.view.height + 2 * margin), 1.25);
    this.scale = Math.max(whole, least) || 1;
    const [seenWidth, seenHeight] = [width / this.scale, height / this.scale];
    this.x = seenWidth > this.view.width + 2 * margin ? (this.view.width - seenWidth) / 2 : -margin;
    this.y = seenHeight > this.view.height + 2 * margin ? (this.view.height - seenHeight) / 2 : -margin;
    this.apply();
  }

  /** Makes everything smaller by a factor, around the pointer or the middle. */
  zoom(factor: number, at?: { readonly clientX: number; readonly clientY: number }): void {
    const { left, top, width, height } = this.drawing.getBoundingClientRect();
    const next = Math.min(4, Math.max(0.05, this.scale / factor));
    const [px, py] = at === undefined ? [width / 2, height / 2] : [at.clientX - left, at.clientY - top];
    this.x += px / this.scale - px / next;
    this.y += py / this.scale - py / next;
    this.scale = next;
    this.apply();
  }

  private drag(start: PointerEvent): void {
    const [x, y] = [this.x, this.y];
    this.wasDragged = false;
    const move = (event: PointerEvent): void => {
      const [dx, dy] = [event.clientX - start.clientX, event.clientY - start.clientY];
      this.wasDragged ||= Math.abs(dx) + Math.abs(dy) > 4;
      this.x = x - dx / this.scale;
      this.y = y - dy / this.scale;
      this.apply();
    };
    const end = (): void => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', end);
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', end);
  }

  /** Moves the picture so that what has the focus is seen. */
  private reveal(target: EventTarget | null): void {
    if (!(target instanceof Element) || target === this.drawing) {
      return;
    }
    const [one, all] = [target.getBoundingClientRect(), this.drawing.getBoundingClientRect()];
    const isSeen = one.left >= all.left && one.right <= all.right && one.top >= all.top && one.bottom <= all.bottom;
    if (!isSeen && target.classList.contains('node')) {
      this.x += (one.left + one.width / 2 - all.left - all.width / 2) / this.scale;
      this.y += (one.top + one.height / 2 - all.top - all.height / 2) / this.scale;
      this.apply();
    }
  }

  private apply(): void {
    const { width, height } = this.drawing.getBoundingClientRect();
    if (width > 0 && height > 0) {
      this.drawing.setAttribute('viewBox', `${this.x} ${this.y} ${width / this.scale} ${height / this.scale}`);
    }
  }
}
