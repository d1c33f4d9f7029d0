/** How the banner looks in every phase. Floor: ui. Solid blocks and the three outcome colours speak of the chip; dashed borders of the bench. */
import { css } from 'lit';

export const verdictStyles = css`
  .banner {
    --tone: var(--ink-2);
    --soft: var(--stone-1);
    display: grid;
    grid-template-columns: 144px minmax(0, 1fr) auto;
    align-items: center;
    min-height: 128px;
    border: 1px solid color-mix(in oklab, var(--tone) 28%, transparent);
    border-radius: var(--r-3);
    background: var(--soft);
    overflow: hidden;
  }
  .calm,
  .run {
    border-color: var(--line);
  }
  .run {
    --tone: var(--accent);
  }
  .pass {
    --tone: var(--pass);
    --soft: var(--pass-soft);
  }
  .fail {
    --tone: var(--fail);
    --soft: var(--fail-soft);
  }
  .amber,
  .unmeasured,
  .fault {
    --tone: var(--warn);
    --soft: var(--warn-soft);
  }
  .unmeasured,
  .fault {
    border: 2px dashed var(--tone);
  }
  .block {
    align-self: stretch;
    position: relative;
    display: grid;
    align-content: center;
    justify-items: center;
    gap: 6px;
    padding: 8px 10px;
    color: var(--tone);
  }
  .pass .block,
  .fail .block,
  .amber .block {
    background: var(--tone);
    color: var(--stone-1);
  }
  .seal {
    width: 54px;
    height: 54px;
    fill: none;
    stroke: currentColor;
    stroke-width: 3.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .seal .body {
    fill: currentColor;
    stroke: none;
  }
  .seal .sign {
    stroke: var(--tone);
    stroke-width: 5.5;
  }
  .seal .sign.out,
  .seal .dot {
    stroke: currentColor;
    stroke-width: 4.5;
  }
  .seal .ring {
    stroke-width: 3;
  }
  .seal .thin {
    stroke-width: 2;
  }
  .seal .dot {
    fill: currentColor;
    stroke: none;
  }
  .s-unmeasured .ring {
    stroke-dasharray: 10 6.3;
    stroke-linecap: butt;
  }
  .word {
    font-size: 18px;
    line-height: 20px;
    font-weight: 720;
    letter-spacing: 0.03em;
    text-align: center;
  }
  .calm .word,
  .run .word {
    font-size: 13px;
    letter-spacing: 0.06em;
  }
  .count {
    margin-bottom: -8px;
    font-size: 34px;
    line-height: 40px;
    font-weight: 600;
    letter-spacing: -0.02em;
    font-variant-numeric: tabular-nums;
  }
  .text {
    padding: 14px var(--s-5);
  }
  .calm .text,
  .run .text,
  .fault .text,
  .unmeasured .text {
    padding-left: var(--s-2);
  }
  h1 {
    font-size: 25px;
    line-height: 32px;
    font-weight: 640;
    letter-spacing: -0.017em;
    text-wrap: balance;
    color: var(--tone);
  }
  .calm h1,
  .run h1 {
    color: var(--ink);
  }
  p {
    margin-top: 2px;
    color: var(--ink-2);
    overflow-wrap: anywhere;
  }
  .remedy {
    color: var(--ink);
    font-weight: 550;
  }
  .hatched .block {
    background-image: repeating-linear-gradient(-45deg, transparent 0 9px, var(--hatch) 9px 18px);
  }
  .hatched.pass .block,
  .hatched.fail .block,
  .hatched.amber .block {
    background-image: repeating-linear-gradient(-45deg, transparent 0 9px, color-mix(in oklab, currentColor 8%, transparent) 9px 18px);
  }
  .block > * {
    position: relative;
  }
  .pass .demo,
  .fail .demo,
  .amber .demo {
    background: var(--stone-1);
    color: var(--ink);
  }
  .demo-note {
    color: var(--ink);
    font-size: 13px;
  }
  .side .demo-note {
    max-width: 290px;
    margin: 6px 0 0 auto;
    font-size: 12px;
    line-height: 16px;
    text-align: right;
    text-wrap: balance;
  }
  progress {
    margin-top: 10px;
  }
  .side {
    padding-right: var(--s-5);
  }
  .remedy {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px var(--s-3);
  }
  @media (max-width: 1080px) {
    .banner {
      grid-template-columns: 112px minmax(0, 1fr);
    }
    .block {
      grid-row: span 2;
    }
    .side {
      padding: 0 var(--s-5) 14px;
    }
    .side .demo-note {
      margin-left: 0;
      max-width: none;
      text-align: left;
    }
    .side:not(:has(ts-serial)) {
      display: none;
    }
  }
  @media (max-width: 820px) {
    .banner {
      grid-template-columns: 92px minmax(0, 1fr);
      min-height: 132px;
    }
    .block {
      padding: 8px 6px;
      grid-row: auto;
    }
    .word {
      font-size: 13px;
      line-height: 16px;
      letter-spacing: 0.01em;
    }
    .seal {
      width: 44px;
      height: 44px;
    }
    .text {
      padding: 12px 14px;
    }
    h1 {
      font-size: 20px;
      line-height: 25px;
    }
    .side {
      grid-column: 1 / -1;
      padding: 8px 14px 10px;
      border-top: 1px solid color-mix(in oklab, var(--tone) 22%, transparent);
    }
  }
`;
