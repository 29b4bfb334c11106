CREATE TABLE shipments (
  key        TEXT    NOT NULL PRIMARY KEY,
  version    INTEGER NOT NULL,
  next_due   INTEGER,
  timeline   BLOB    NOT NULL,
  attributes BLOB,
  marks      BLOB
);

CREATE INDEX shipments_due ON shipments (next_due) WHERE next_due IS NOT NULL;

CREATE TABLE outbox (
  number       INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  id           TEXT    NOT NULL UNIQUE,
  rule         TEXT    NOT NULL,
  shipment     TEXT    NOT NULL,
  cause        TEXT    NOT NULL,
  fired_at     INTEGER NOT NULL,
  due          INTEGER,
  data         TEXT    NOT NULL,
  state        INTEGER NOT NULL,
  attempts     INTEGER NOT NULL,
  lease        INTEGER NOT NULL,
  next_attempt INTEGER NOT NULL,
  outcomes     TEXT
);

CREATE INDEX outbox_pending ON outbox (next_attempt, number) WHERE state = 0;
CREATE INDEX outbox_shipment ON outbox (shipment, number);
