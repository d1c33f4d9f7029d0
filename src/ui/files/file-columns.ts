/** The columns that the head, the sums and the rows of the list of files share. Floor: ui. */
import { css } from 'lit';

export const fileColumns = css`
  .columns {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 146px 70px 86px 66px 96px 104px 80px;
    gap: 0 10px;
    align-items: center;
    padding: 0 var(--s-4);
  }
  .number {
    display: flex;
    align-items: center;
    justify-content: flex-end;
    gap: 6px;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .number .tick {
    width: 16px;
    height: 16px;
  }
  .number.nought,
  .number.nought .label {
    color: var(--ink-3);
  }
  /* beside a number stands what it counts; where columns have heads it is only read out */
  .label {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  @media (max-width: 1180px) {
    .columns {
      grid-template-columns: minmax(0, 1fr) 70px 86px 66px 96px 104px 80px;
    }
    .by {
      display: none;
    }
  }
  @media (max-width: 820px) {
    .columns {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 14px;
    }
    .columns > :first-child {
      flex: 1 1 100%;
      min-width: 0;
    }
    .number {
      gap: 5px;
      font-size: 13px;
    }
    .label {
      position: static;
      width: auto;
      height: auto;
      clip-path: none;
      color: var(--ink-2);
    }
  }
`;
