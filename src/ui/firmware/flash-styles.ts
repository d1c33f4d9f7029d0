/** The board's side of the firmware screen: choices, the button, outcomes. Floor: ui. */
import { css } from 'lit';

export const flashStyles = css`
  .wide {
    width: 100%;
    min-height: 44px;
  }
  .big {
    min-height: 52px;
    font-size: 16px;
  }
  .board {
    display: flex;
    align-items: start;
    gap: var(--s-3);
  }
  .board > div {
    flex: 1;
    min-width: 0;
  }
  b {
    font-weight: 550;
    overflow-wrap: anywhere;
  }
  fieldset {
    display: grid;
    gap: var(--s-2);
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0 0 4px;
    font-size: 13px;
    font-weight: 600;
  }
  .choice {
    display: grid;
    grid-template-columns: 18px minmax(0, 1fr);
    gap: 10px;
    align-items: start;
    font-size: 13.5px;
  }
  .choice input,
  .choice input:not([type='checkbox']) {
    width: 18px;
    height: 18px;
    min-height: 18px;
    margin: 1px 0 0;
    accent-color: var(--accent);
  }
  small {
    display: block;
    color: var(--ink-2);
    font-size: 12.5px;
    line-height: 17px;
  }
  #why:empty {
    display: none;
  }
  .state {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--s-3);
    padding-top: var(--s-3);
    border-top: 1px solid var(--line);
    min-width: 0;
  }
  .banner {
    display: flex;
    gap: var(--s-3);
    padding: var(--s-3);
    border-radius: var(--r-2);
    background: var(--stone-2);
    overflow-wrap: anywhere;
  }
  .banner > div {
    display: grid;
    gap: 2px;
    min-width: 0;
  }
  .banner .word {
    font-size: 12px;
    font-weight: 700;
    letter-spacing: 0.07em;
    color: var(--tone);
  }
  .banner h3 {
    font-size: 16px;
    line-height: 22px;
    font-weight: 620;
  }
  .remedy {
    font-size: 13px;
    font-weight: 550;
  }
  .run,
  .calm {
    --tone: var(--ink-2);
  }
  .pass {
    --tone: var(--pass);
  }
  .fail,
  .fault {
    --tone: var(--fail);
  }
  .amber,
  .unmeasured {
    --tone: var(--warn);
  }
  .state.pass .banner {
    background: var(--pass-soft);
  }
  .state.fail .banner {
    background: var(--fail-soft);
  }
  .state.amber .banner {
    background: var(--warn-soft);
  }
  .seal {
    width: 40px;
    height: 40px;
    flex: none;
    fill: none;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .seal .body {
    fill: var(--tone);
  }
  .seal .sign {
    stroke: var(--stone-1);
    stroke-width: 5;
  }
  .seal .ring {
    stroke: var(--tone);
    stroke-width: 4;
  }
  .s-unmeasured .ring {
    stroke-dasharray: 11 9;
  }
  .seal .sign.out {
    stroke: var(--tone);
    stroke-width: 4.5;
  }
  .seal .dot {
    fill: var(--tone);
  }
  .parts,
  .steps {
    display: grid;
    gap: var(--s-2);
  }
  .parts li {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr);
    gap: 10px;
  }
  .parts li > div {
    display: grid;
    gap: 3px;
    min-width: 0;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    gap: 2px var(--s-2);
    font-size: 13.5px;
  }
  .head b {
    min-width: 0;
  }
  .head code {
    color: var(--ink-3);
  }
  .head span {
    margin-left: auto;
    color: var(--ink-2);
    font-size: 13px;
  }
  .parts .quiet {
    font-size: 12.5px;
    font-variant-numeric: tabular-nums;
  }
  .steps {
    gap: 2px;
    padding-top: var(--s-2);
    border-top: 1px solid var(--line);
  }
  .steps li {
    display: grid;
    grid-template-columns: 20px 1fr auto;
    gap: 10px;
    align-items: center;
    min-height: 28px;
    font-size: 13px;
    color: var(--ink-2);
  }
  .steps li[data-state='running'],
  .steps li[data-state='failed'] {
    color: var(--ink);
    font-weight: 550;
  }
  time {
    color: var(--ink-3);
    font-size: 12px;
    font-weight: 400;
    font-variant-numeric: tabular-nums;
  }
`;
