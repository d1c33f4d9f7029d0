/** What a small slot leaves out, so that its word, its reason and the one thing to do stay. Floor: ui. Part of slot-styles.ts. */
import { css } from 'lit';

export const denseStyles = css`
  @container (max-width: 340px) {
    .hatched:not(.running) header .time {
      display: none;
    }
    .hatched header button {
      margin-left: auto;
    }
  }
  @container (max-width: 230px) {
    header {
      gap: 6px;
    }
    header b small {
      display: none;
    }
    /* the number opens the slot */
    header button {
      position: absolute;
      inset: 0 auto 0 0;
      width: min(60px, 40cqw);
      font-size: 0;
    }
    header b {
      text-decoration: underline;
      text-decoration-thickness: 2px;
      text-underline-offset: 3px;
    }
    .slot:not(.running) header .time {
      display: none;
    }
    .seal {
      margin-left: auto;
    }
    .row kbd {
      display: none;
    }
    .row .btn {
      padding: 0 8px;
    }
  }
  @container (max-width: 170px) {
    .demo {
      padding: 0 4px;
      font-size: 10px;
      letter-spacing: 0.02em;
    }
    .hatched header {
      gap: 4px;
    }
    .hatched.running header b {
      font-size: 20px;
    }
    .hatched.running header .time {
      font-size: 12px;
    }
  }
  @container (max-width: 135px) {
    header b,
    .hatched.running header b {
      font-size: 17px;
    }
    .seal {
      width: 22px;
      height: 22px;
    }
    .demo {
      padding: 0 3px;
      font-size: 9px;
    }
    .hatched.running header .time {
      display: none;
    }
    .row .btn.small {
      padding: 0 6px;
      font-size: 11px;
    }
    .why form .btn.small {
      padding: 0 3px;
    }
  }
  @container (max-height: 150px) {
    .running .big {
      font-size: clamp(13px, min(var(--wide), 12cqh), 56px);
    }
    .running .mono {
      display: none;
    }
  }
  @container (max-height: 240px) {
    .why p,
    .why label,
    .why .act,
    .hint {
      -webkit-line-clamp: 2;
    }
    .why:has(.alarm) p {
      display: none;
    }
    .fail:has(.row) .big,
    .error:has(.row) .big,
    .timeout:has(.row) .big {
      font-size: clamp(14px, min(var(--wide), 21cqh), 180px);
    }
    .why .row {
      padding-top: 4px;
    }
  }
  @container (max-height: 190px) {
    .why {
      line-height: 1.2;
    }
    .why:has(.row) p {
      -webkit-line-clamp: 1;
    }
    .why:has(.row) .act {
      -webkit-line-clamp: 2;
    }
    .asks .why p {
      -webkit-line-clamp: 2;
    }
    .alarm {
      -webkit-line-clamp: 2;
      margin: 0;
      padding: 0 4px;
      border-width: 1px;
    }
    .why .row {
      padding-top: 3px;
      gap: 4px;
    }
    .row .btn.small,
    .why input {
      min-height: 24px;
      padding-block: 0;
      font-size: 12px;
    }
  }
`;
