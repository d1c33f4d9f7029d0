/**
 * One rule of the connect log, as data: what a line holds, and what that says about the steps.
 * Floor: bench. Knows no firmware and does nothing.
 * Reference: docs/connect-rules.md; a user's file holds the same members.
 */
import type { Facts } from '../../base/index.ts';
import type { ConnectReason, ConnectStepId } from './vocabulary.ts';

/** `tls`: whichever of the two TLS steps it is, by the captured `host`, else by how far the board is. `dps`: the step that the service is asked for now. */
export type RuleStep = ConnectStepId | 'tls' | 'dps';

/** The reason depends on a captured fact. Keys are the fact as text; `400xxx` stands for every six-digit code of that HTTP status. */
export interface ReasonTable {
  readonly by: string;
  readonly cases: Readonly<Record<string, ConnectReason>>;
  readonly otherwise: ConnectReason;
}

/** Who speaks while a board starts: the chip's ROM, the second-stage boot loader, the application. */
export type BootStage = 'rom' | 'loader' | 'app';

export interface ConnectRule {
  readonly id: string;
  /** A pattern (patterns/pattern.ts); it may stand anywhere in the line, because firmware forgets line endings. */
  readonly match: string;
  /** Repository and file that print the line. */
  readonly source: string;
  /** Only before (`dps`) or after (`hub`) a hub was assigned. */
  readonly during?: 'dps' | 'hub';
  /** A stage that was passed before begins a new boot. */
  readonly boot?: BootStage;
  readonly done?: readonly RuleStep[];
  readonly begin?: RuleStep;
  readonly fail?: RuleStep;
  /** Needed with `fail`. */
  readonly reason?: ConnectReason | ReasonTable;
  /** `general`: says that something failed, and gives way to any other reason of the same moment. `precise`: gives way to none. */
  readonly rank?: 'general' | 'precise';
  /** Facts that need no capture. */
  readonly facts?: Facts;
}
