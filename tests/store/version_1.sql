-- The tables as they were before there were steps. Both databases take it.
CREATE TABLE copies (
    fingerprint VARCHAR(64) NOT NULL,
    body JSON NOT NULL,
    PRIMARY KEY (fingerprint)
);
CREATE TABLE learners (
    id VARCHAR(64) NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE schema_version (
    version VARCHAR(16) NOT NULL,
    PRIMARY KEY (version)
);
CREATE TABLE talks (
    id VARCHAR(64) NOT NULL,
    learner VARCHAR(64) NOT NULL,
    persona VARCHAR(64) NOT NULL,
    rubric VARCHAR(64) NOT NULL,
    scenario VARCHAR NOT NULL,
    plan JSON NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    reflection JSON,
    feedback JSON,
    intention JSON,
    rewound_from VARCHAR(64),
    rewound_at INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY (learner) REFERENCES learners (id) ON DELETE CASCADE,
    FOREIGN KEY (persona) REFERENCES copies (fingerprint),
    FOREIGN KEY (rubric) REFERENCES copies (fingerprint)
);
CREATE INDEX ix_talks_learner ON talks (learner);
CREATE TABLE turns (
    talk VARCHAR(64) NOT NULL,
    number INTEGER NOT NULL,
    speaker VARCHAR(16) NOT NULL,
    body JSON NOT NULL,
    said_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (talk, number),
    FOREIGN KEY (talk) REFERENCES talks (id) ON DELETE CASCADE
);
INSERT INTO schema_version (version) VALUES ('1');
INSERT INTO learners (id, since) VALUES ('ana', '2026-03-01 12:00:00.000000');
INSERT INTO copies (fingerprint, body) VALUES ('mele', '{}'), ('rubric', '{}');
INSERT INTO talks (id, learner, persona, rubric, scenario, plan, started_at)
    VALUES ('one', 'ana', 'mele', 'rubric', 'kitchen', '{"purpose": "quincunx"}', '2026-03-01 12:00:00.000000');
INSERT INTO turns (talk, number, speaker, body, said_at)
    VALUES ('one', 1, 'organizer', '{"text": "How are your quincunxes?"}', '2026-03-01 12:01:00.000000');
