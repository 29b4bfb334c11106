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

PRAGMA user_version = 1;

INSERT INTO shipments (key, version, next_due, timeline, attributes, marks) VALUES (
  's1', 3, 17410932000000000,
  CAST('{"v":1,"sources":[{"c":"ups","f":"hook"}],"words":[{"c":"customs.held"}],"numbers":["1Z0000000000000001"],"reports":[{"n":0,"t":"customs.held","m":3,"c":3,"at":"2025-03-01T10:00:00/minute","r":"01T10:00","r1":17408304000000000}]}' AS BLOB),
  CAST('{"v":1,"numbers":{"value":640.50}}' AS BLOB),
  CAST('{"v":1,"fired":{"customs_held":{"2025-03-01T10:00":17408304000000000}}}' AS BLOB));

INSERT INTO outbox (id, rule, shipment, cause, fired_at, due, data, state, attempts, lease, next_attempt, outcomes) VALUES
  ('00000000000000000000000000000001', 'acme:scan', 's1', '2025-03-01T09:00', 17408300000000000, NULL, '{"v":1,"group":"host","times":1}', 1, 1, 1, 17408306000000000,
   '[{"h":"mail","ok":true,"n":1,"at":17408304000000000}]'),
  ('00000000000000000000000000000002', 'customs_held', 's1', '2025-03-01T10:00', 17408304000000000, NULL,
   '{"v":1,"group":"customs","since":"2025-03-01T10:00:00/minute","scan":{"at":"2025-03-01T10:00:00/minute","t":"customs.held","c":"ups","f":"hook","k":"customs.held"},"problem":{"t":"customs.held","opened":{"at":"2025-03-01T10:00:00/minute","t":"customs.held","c":"ups","f":"hook","k":"customs.held"},"n":1},"times":1}',
   0, 0, 0, 17408304000000000, NULL);
