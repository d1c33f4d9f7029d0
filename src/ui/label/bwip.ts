/**
 * What is used of bwip-js, with the types that its own file of declarations gives only for the whole of it.
 * Floor: ui. Importing these three by name leaves the hundred other kinds of codes out of the build.
 */
import * as generic from 'bwip-js/generic';

/** Where bwip-js draws; reference: its README, "Custom drawing". */
export interface BwipDrawing<T> {
  scale(sx: number, sy: number): [number, number] | null;
  measure(text: string, font: string, width: number, height: number): { width: number; ascent: number; descent: number };
  init(width: number, height: number): void;
  line(x0: number, y0: number, x1: number, y1: number, lineWidth: number, rgb: string): void;
  polygon(points: [number, number][]): void;
  hexagon(points: unknown): void;
  ellipse(x: number, y: number, rx: number, ry: number, ccw: boolean): void;
  fill(rgb: string): void;
  text(x: number, y: number, text: string, rgb: string, font: unknown): void;
  end(): T;
}

type Encode = <T>(options: { readonly bcid: string; readonly text: string; readonly scale: number }, drawing: BwipDrawing<T>) => T;

export const qrcode = generic.qrcode as unknown as Encode;
export const datamatrix = generic.datamatrix as unknown as Encode;
export const code128 = generic.code128 as unknown as Encode;
